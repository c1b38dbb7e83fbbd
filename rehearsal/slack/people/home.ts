/** The app's Home tab as the person before it handles it. Reads the present state on every use. */
import type { Backstage } from '../backstage.ts';
import type { SlackUser } from '../cast.ts';
import { deliver } from '../deliver/deliver.ts';
import { homeOpenedPayload } from '../deliver/events.ts';
import { homeBlocksOf } from '../homes.ts';
import { renderBlocks } from '../render/render-blocks.ts';
import type { PublishedHome } from '../state.ts';
import type { Choice } from './choose.ts';
import type { Done } from './slash.ts';
import { tapHome } from './tap.ts';

export interface Home {
  /** The view as it is now. */
  view(): PublishedHome;
  /** As a person reads it. */
  text(): string;
  tap(actionId: string, choice?: Choice): Promise<Done>;
}

/** Null until the app has published one for this person. */
export function homeOf(backstage: Backstage, user: SlackUser): Home | null {
  const { homes } = backstage.state;
  const first = homes.get(user.id);
  if (first === undefined) return null;
  const view = () => homes.get(user.id) ?? first;
  return {
    view,
    text: () => renderBlocks(homeBlocksOf(view()), backstage.state).join('\n'),
    tap: (actionId, choice = {}) => tapHome(backstage, user, view(), actionId, choice),
  };
}

/** Slack shows what was published before, and says nothing of an app that does not answer. */
export async function openHome(backstage: Backstage, user: SlackUser): Promise<Done> {
  if (!backstage.grants.events.includes('app_home_opened')) return { delivery: null, notice: null };
  const payload = homeOpenedPayload(backstage.state, user);
  const delivery = await deliver(backstage, { kind: 'app_home_opened', user: user.id, payload });
  return { delivery, notice: null };
}
