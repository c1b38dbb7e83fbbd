/** Slack waits three seconds: what a handler says by then, or the truth about why it has not said anything yet. */
import type { Option } from '@slack/types';
import type { Log } from '../log.ts';
import type { Answer } from '../ports.ts';
import { fault, OPEN_AGAIN, stillWorking } from '../words/transport.ts';
import { type Jobs, LATE, within } from './jobs.ts';
import type { CommandBody, ShortcutBody, SubmissionBody, TapBody } from './payload.ts';
import { newReference } from './reference.ts';
import { askerOf, firstField, sayAside } from './say.ts';
import type { SlackWeb } from './web.ts';

/** What is left of the three seconds is for the network and the answer itself. */
const ANSWER_WITHIN_MS = 2_500;
/** Slack takes no more in one list. */
const MOST_OPTIONS = 100;

export type AskedBody = CommandBody | TapBody | SubmissionBody | ShortcutBody;

export interface InTime {
  /** `receivedAt`: when it reached us, as `performance.now()` says it. Never throws. */
  answer(receivedAt: unknown, asked: AskedBody, handle: () => Promise<Answer>): Promise<Answer>;
  /** A search that fails or takes too long finds nothing: the words beside the select say what to do then. */
  options(receivedAt: unknown, look: () => Promise<readonly Option[] | undefined>): Promise<Option[]>;
}

export function inTime({
  web,
  log,
  jobs,
}: {
  readonly web: SlackWeb;
  readonly log: Log;
  readonly jobs: Jobs;
}): InTime {
  async function withoutFaults(asked: AskedBody, handle: () => Promise<Answer>): Promise<Answer> {
    try {
      return await handle();
    } catch (err) {
      const reference = newReference();
      log.error({ err, reference }, 'a handler failed');
      return sorry(asked, fault(reference));
    }
  }

  /** Slack has its answer and the trigger is spent: only words can still reach the asker. */
  async function sayLate(asked: AskedBody, answer: Answer): Promise<void> {
    if (answer.kind === 'nothing') return;
    if (answer.kind === 'replace' && 'view' in asked && asked.view?.type === 'modal') {
      await web.updateView(asked.view.id, null, answer.view);
      return;
    }
    const message =
      answer.kind === 'tell'
        ? answer.message
        : { text: answer.kind === 'errors' ? Object.values(answer.errors).join('\n') : OPEN_AGAIN };
    await sayAside(web, log, askerOf(asked), message);
  }

  return {
    async answer(receivedAt, asked, handle) {
      const work = withoutFaults(asked, handle);
      const answer = await within(work, leftOf(receivedAt));
      if (answer !== LATE) return answer;
      const reference = newReference();
      log.error({ reference }, 'a handler took longer than Slack waits');
      jobs.track('late answer', async () => sayLate(asked, await work));
      return sorry(asked, stillWorking(reference));
    },
    async options(receivedAt, look) {
      try {
        const found = await within(look(), leftOf(receivedAt));
        return found === LATE || found === undefined ? [] : found.slice(0, MOST_OPTIONS);
      } catch (err) {
        log.error({ err, reference: newReference() }, 'a search failed');
        return [];
      }
    },
  };
}

function leftOf(receivedAt: unknown): number {
  const since = typeof receivedAt === 'number' ? receivedAt : performance.now();
  return since + ANSWER_WITHIN_MS - performance.now();
}

/** Under a form's first field, so that what was typed stays; elsewhere in words. */
export function sorry(asked: AskedBody, sentence: string): Answer {
  const field = 'type' in asked && asked.type === 'view_submission' ? firstField(asked) : undefined;
  return field === undefined
    ? { kind: 'tell', message: { text: sentence } }
    : { kind: 'errors', errors: { [field]: sentence } };
}
