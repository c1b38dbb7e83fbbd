/** Who is mentioned when something has to be done about an incident: its leader, and everybody who may where they may not. */
import type { Incident } from '../../incident.ts';
import { type Action, may } from '../../people.ts';
import type { Settings, World } from '../world.ts';

/** `todo`: what one of them has to do. While Slack does not say who the leader is, everybody is. */
export async function whomToCall(
  world: World,
  { commander }: Pick<Incident, 'commander'>,
  todo: Action,
): Promise<Settings['approverMentions']> {
  const { people, groups } = world.settings.approverMentions;
  if (!commander) return { people, groups };
  const leader = await world.people.who(commander.slackId);
  if (leader.ok && may(leader.person, todo)) return { people: [commander.slackId], groups: [] };
  return { people: [...new Set([commander.slackId, ...people])], groups };
}
