/** Typing into a select that asks the app for its options, and what comes up under it. */
import type { Option } from '@slack/types';
import type { Backstage } from '../backstage.ts';
import { plainOption } from '../block-kit/objects.ts';
import { isRecord } from '../block-kit/rules.ts';
import type { SlackUser } from '../cast.ts';
import { deliver } from '../deliver/deliver.ts';
import { suggestionPayload } from '../deliver/payloads.ts';
import type { OpenView } from '../state.ts';

/** Slack takes no more in one list. */
const MOST = 100;

/** Throws where Slack would show "no results" for the app's mistake: late, refused, or options it would not take. */
export async function search(
  backstage: Backstage,
  user: SlackUser,
  open: OpenView,
  asked: { readonly blockId: string; readonly actionId: string; readonly typed: string },
): Promise<readonly Option[]> {
  const payload = suggestionPayload(backstage.state, user, open, asked);
  const { outcome, body } = await deliver(backstage, { kind: 'block_suggestion', user: user.id, payload });
  const options: unknown = isRecord(body) ? body['options'] : null;
  if (outcome !== 'acknowledged' || !Array.isArray(options)) throw new Error(`No options: ${outcome}`);
  const problems = options.flatMap((option, at) => plainOption(option, `/options/${at}`));
  if (options.length > MOST || problems.length > 0) {
    throw new Error(`Slack takes no such options: ${options.length}, ${JSON.stringify(problems)}`);
  }
  return options as readonly Option[];
}
