/** Who is who: auth.test, users.info, usergroups.users.list. */
import { APP_ID, BOT, TEAM } from '../cast.ts';
import { type Answer, argument, fail, ok, type Request, truthy } from './answer.ts';
import { describeUser } from './describe.ts';

export function authTest(): Answer {
  return ok({
    url: `https://${TEAM.domain}.slack.com/`,
    team: TEAM.name,
    user: 'switchback',
    team_id: TEAM.id,
    user_id: BOT.userId,
    bot_id: BOT.id,
    app_id: APP_ID,
    is_enterprise_install: false,
  });
}

export function usersInfo({ state, args }: Request): Answer {
  const user = state.users.get(argument(args, 'user'));
  return user === undefined ? fail('user_not_found') : ok({ user: describeUser(user) });
}

/** Deactivated members are listed only when asked for. */
export function usergroupsUsersList({ state, args }: Request): Answer {
  const group = state.groups.get(argument(args, 'usergroup'));
  if (group === undefined) return fail('no_such_subteam');
  const everybody = truthy(args, 'include_disabled');
  return ok({
    users: group.members.filter((id) => everybody || state.users.get(id)?.deleted === false),
  });
}
