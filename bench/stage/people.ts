/** Ana asks, Bo reviews and approves: a rollback as people make it, through Slack's front door. */
import type { Stage } from './stage.ts';

export interface Reviewed {
  readonly operationId: string;
  /** Bo taps [Roll back]. Answers when, by the clock Heroku and the database use too (epoch milliseconds). */
  approve(): Promise<number>;
}

/** Up to the moment before Bo's last tap. One at a time: Ana and Bo have one screen each. */
export async function reviewed(stage: Stage, app: string, version: number): Promise<Reviewed> {
  const { slack } = stage;
  const bo = slack.as('bo');
  const operationId = await ask(stage, app, version);
  const card = await slack.until(
    () =>
      bo.messages('ops').findLast((message) => {
        const blocks = JSON.stringify(message.blocks);
        return blocks.includes(operationId) && blocks.includes('rollback.review');
      }),
    60_000,
    `the request to roll back ${app} to be shown`,
  );
  await bo.tap(card, 'rollback.review');
  const modal = await slack.until(() => bo.modal(), 10_000, 'the review modal');
  await slack.until(
    () => modal.text().includes('Roll back to'),
    10_000,
    () => `the review: ${modal.text()}`,
  );
  if (modal.text().includes('I know that')) await modal.tick('ticks', 'ticks');
  return {
    operationId,
    async approve() {
      const at = Date.now();
      const submitted = await modal.submit();
      if (modal.isOpen()) throw new Error(`not approved: ${modal.text()} ${JSON.stringify(submitted)}`);
      return at;
    },
  };
}

async function ask({ slack, database }: Stage, app: string, version: number): Promise<string> {
  const ana = slack.as('ana');
  await ana.slash('ops', `/rollback ${app} v${version} bench`);
  const modal = await slack.until(() => ana.modal(), 10_000, 'the request modal');
  await slack.until(
    () => /CLEAR|NEEDS|BLOCKED/.test(modal.text()),
    15_000,
    () => `the checks: ${modal.text()}`,
  );
  await modal.submit();
  if (modal.isOpen()) throw new Error(`not requested: ${modal.text()}`);
  const { rows } = await database.pool.query<{ id: string }>(
    `select id from operation where app = $1 and status = 'requested'`,
    [app],
  );
  if (rows[0] === undefined) throw new Error(`no request for ${app}`);
  return rows[0].id;
}

/** Epoch milliseconds. */
export function recovered(stage: Stage, operationId: string, withinMs: number): Promise<number> {
  return when(stage, operationId, 'recovered_at', withinMs);
}

export function confirmed(stage: Stage, operationId: string, withinMs: number): Promise<number> {
  return when(stage, operationId, 'confirmed_at', withinMs);
}

async function when(
  { slack, database }: Stage,
  operationId: string,
  column: 'recovered_at' | 'confirmed_at',
  withinMs: number,
): Promise<number> {
  const at = await slack.until(
    async () => {
      const { rows } = await database.pool.query<{ at: Date | null; status: string }>(
        `select ${column} as at, status from operation where id = $1`,
        [operationId],
      );
      if (['failed', 'closed', 'refused', 'stale'].includes(rows[0]?.status ?? ''))
        throw new Error(`${operationId} ended as ${rows[0]?.status}`);
      return rows[0]?.at ?? null;
    },
    withinMs,
    `${operationId} to have a ${column}`,
  );
  return at.getTime();
}
