/** What Ana and Bo do, however often the bot dies under their hands: they look, try again, and believe what they see. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { one, row } from '../../src/postgres/sql.ts';
import type { Branch } from './branches.ts';
import type { Phone } from './phone.ts';
import type { Stage } from './stage.ts';

export const SEND_ONCE_MORE = 'rollback.send-once-more';
export const CLOSE = 'rollback.close';

export interface Row {
  readonly id: string;
  readonly status: string;
  readonly why: string | null;
  readonly releaseVersion: number | null;
}

const Found = z.object({
  id: z.string(),
  status: z.string(),
  why: z.string().nullable(),
  release_version: z.number().nullable(),
});

export async function operationOf(stage: Stage, app: string): Promise<Row | null> {
  const found = await row(
    stage.database.pool,
    Found,
    `select id, status, ending ->> 'why' as why, release_version from operation where app = $1`,
    [app],
  );
  return found && { ...found, releaseVersion: found.release_version };
}

const EVERY_MS = 25;

/** Ask until there is an answer, for so long; null then. Whoever could not be reached is asked again. */
export async function seen<T>(ms: number, ask: () => T | null | Promise<T | null>): Promise<T | null> {
  const until = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > until) return null;
    await pause(EVERY_MS);
  }
}

/** What a person may rely on and did not get. */
export type Complain = (problem: string) => void;

/** Ana asks until the request is accepted. */
export async function ask(
  stage: Stage,
  { app, target, inForm }: Branch,
  patience: () => boolean,
  complain: Complain,
): Promise<Row | null> {
  const ana = stage.slack.as('ana');
  while (patience()) {
    const there = await operationOf(stage, app);
    if (there) return there;
    await ana.closeModal();
    await ana.slash('ops', `/rollback ${app} v${target} signup 500s`);
    const modal = await seen(1_500, () => ana.modal());
    if (!modal) continue;
    if (inForm) {
      const asked = await seen(2_500, () => (/What comes back\?/.test(modal.text()) ? true : null)).catch(
        () => null,
      );
      if (!asked || (await trying(() => inForm(modal))) === null) continue;
    }
    const submitted = await trying(() => modal.submit());
    const accepted = submitted?.kind === 'closed' && submitted.delivery.outcome === 'acknowledged';
    const made = await operationOf(stage, app);
    if (accepted && !made) complain('LOST: the request was accepted and is not there');
    if (made) return made;
    await pause(50);
  }
  return null;
}

/** Whoever agrees reviews, ticks and approves until the request is no longer waiting. */
export async function approve(
  stage: Stage,
  { app, agrees }: Branch,
  phone: Phone | null,
  patience: () => boolean,
  complain: Complain,
): Promise<Row | null> {
  const person = stage.slack.as(agrees.who);
  while (patience()) {
    const now = await operationOf(stage, app);
    if (now?.status !== 'requested') return now;
    await person.closeModal();
    const card = person.find('ops', agrees.label);
    if (!card) {
      await pause(EVERY_MS);
      continue;
    }
    await trying(() => person.tap(card, agrees.action));
    const ready = await seen(2_500, () =>
      person.modal()?.view().view.submit === undefined ? null : person.modal(),
    );
    if (!ready) continue;
    if (ready.text().includes('[ ]')) await trying(() => ready.tick('ticks', 'ticks'));
    if (phone && ready.text().includes('Why must it go on')) {
      await trying(() => ready.fill('override', 'override', 'the fix needs an hour'));
    }
    if (phone) await trying(async () => ready.fill('code', 'code', await phone.code()));
    const submitted = await trying(() => ready.submit());
    const accepted = submitted?.kind === 'closed' && submitted.delivery.outcome === 'acknowledged';
    const after = await operationOf(stage, app);
    if (accepted && after?.status === 'requested')
      complain('LOST: the approval was accepted and is not there');
    if (after?.status !== 'requested') return after;
    await pause(50);
  }
  return operationOf(stage, app);
}

/** Bo taps until the operation is out of `needs_human`. */
export async function decide(
  stage: Stage,
  { app }: Branch,
  action: string,
  patience: () => boolean,
): Promise<void> {
  const bo = stage.slack.as('bo');
  const label = action === SEND_ONCE_MORE ? /Send once more/ : /Close/;
  while (patience() && (await operationOf(stage, app))?.status === 'needs_human') {
    const post = bo.find('ops', label);
    if (post) await trying(() => bo.tap(post, action));
    await pause(100);
  }
}

/** A person who finds a modal gone, or a button that was redrawn away, looks again. */
async function trying<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch {
    return null;
  }
}

export async function count(stage: Stage, text: string, values: readonly unknown[] = []): Promise<number> {
  const counted = await one(
    stage.database.pool,
    z.object({ n: z.number() }),
    `select count(*) as n from ${text}`,
    values,
  );
  return counted.n;
}
