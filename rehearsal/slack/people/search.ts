/** Typing into a select that asks the app for its options, and what comes up under it. */
import type { Option } from '@slack/types';
import type { Backstage } from '../backstage.ts';
import { plainOption } from '../block-kit/objects.ts';
import { isRecord } from '../block-kit/rules.ts';
import type { SlackUser } from '../cast.ts';
import { deliver } from '../deliver/deliver.ts';
import { suggestionPayload } from '../deliver/payloads.ts';
import { fieldKey } from '../fields.ts';
import { replace } from '../modals.ts';
import type { OpenView, SlackState } from '../state.ts';

/** Slack takes no more in one list. */
const MOST = 100;

/** Nothing that Slack could show came back. */
export class NoSuggestions extends Error {}

/** Throws `NoSuggestions` where Slack would show "no results" for the app's mistake: late, refused, or options it would not take. */
export async function search(
  backstage: Backstage,
  user: SlackUser,
  open: OpenView,
  asked: { readonly blockId: string; readonly actionId: string; readonly typed: string },
): Promise<readonly Option[]> {
  const payload = suggestionPayload(backstage.state, user, open, asked);
  const { outcome, body } = await deliver(backstage, { kind: 'block_suggestion', user: user.id, payload });
  const options: unknown = isRecord(body) ? body['options'] : null;
  if (outcome !== 'acknowledged' || !Array.isArray(options))
    throw new NoSuggestions(`No options: ${outcome}`);
  const problems = options.flatMap((option, at) => plainOption(option, `/options/${at}`));
  if (options.length > MOST || problems.length > 0) {
    throw new NoSuggestions(`Slack takes no such options: ${options.length}, ${JSON.stringify(problems)}`);
  }
  return remembered(backstage.state, open.id, fieldKey(asked.blockId, asked.actionId), options);
}

/** An option stays good to choose while another search is under way. */
function remembered(state: SlackState, viewId: string, key: string, options: readonly Option[]) {
  const present = state.views.get(viewId);
  if (present !== undefined) {
    const values = options.map(({ value }) => value);
    const before = (present.found.get(key) ?? []).filter(({ value }) => !values.includes(value));
    replace(state, { ...present, found: new Map(present.found).set(key, [...before, ...options]) });
  }
  return options;
}
