/** Home tabs: one per person, as the app last published it. */
import type { HomeView, KnownBlock } from '@slack/types';
import { APP_ID, BOT, TEAM } from './cast.ts';
import { stateValues } from './fields.ts';
import { withIds } from './generated-ids.ts';
import { asJson, type JsonObject } from './json.ts';
import { nextId, type PublishedHome, type SlackState } from './state.ts';

/** Its id stays the same however often it is published. */
export function publishHome(state: SlackState, user: string, view: HomeView): PublishedHome {
  const blocks = withIds(state, view.blocks as KnownBlock[]);
  const home = {
    id: state.homes.get(user)?.id ?? nextId(state, 'V'),
    user,
    hash: nextId(state, 'hash.'),
    view: { ...view, blocks: [...blocks] },
  };
  state.homes.set(user, home);
  return home;
}

/** The view as Slack describes it to the app. */
export function homePayload(home: PublishedHome): JsonObject {
  const { view } = home;
  return {
    id: home.id,
    team_id: TEAM.id,
    app_id: APP_ID,
    bot_id: BOT.id,
    app_installed_team_id: TEAM.id,
    type: 'home',
    close: null,
    submit: null,
    blocks: asJson(view.blocks),
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    external_id: view.external_id ?? '',
    clear_on_close: false,
    notify_on_close: false,
    state: asJson({ values: stateValues(homeBlocksOf(home), new Map()) }),
    hash: home.hash,
    root_view_id: home.id,
    previous_view_id: null,
  };
}

/** `HomeView.blocks` is typed loosely by the vendor; only checked views are ever published. */
export function homeBlocksOf(home: PublishedHome): readonly KnownBlock[] {
  return home.view.blocks as KnownBlock[];
}
