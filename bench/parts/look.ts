/** How long the complete look at an app takes when each of Heroku's answers takes 200 ms. */
import { duration, type Figure, spread } from '../figure.ts';
import type { BenchServer } from '../stage/server.ts';
import { onStage, type Stage } from '../stage/stage.ts';

const PER_CALL_MS = 200;
const ROUNDS = 12;
const COMPLETE_WITHIN_MS = 1_500;
const APP = 'raxx-api-prod';

export async function look(server: BenchServer): Promise<readonly Figure[]> {
  const change = { heroku_requests_per_hour: 100_000 };
  const times = await onStage(server, { change }, async (stage) => {
    await stage.startBot();
    // The first pays for connections and code that is read once.
    await complete(stage);
    const measured: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) measured.push(await complete(stage));
    return measured;
  });
  const { p50, max } = spread(times);
  return [
    {
      name: `complete preflight, ${PER_CALL_MS} ms per Heroku call`,
      measured: `p50 ${duration(p50)}, max ${duration(max)}, n ${times.length}`,
      bar: { text: `p50 < ${duration(COMPLETE_WITHIN_MS)}`, met: p50 < COMPLETE_WITHIN_MS },
      numbers: { times },
    },
  ];
}

/** From the typed command to every fact in the form. */
async function complete({ slack, heroku }: Stage): Promise<number> {
  heroku.control.fault({
    on: 'any',
    app: APP,
    times: 100,
    modifiers: [{ kind: 'slow', ms: PER_CALL_MS }],
  });
  const ana = slack.as('ana');
  const began = performance.now();
  await ana.slash('ops', `/rollback ${APP} v84 bench`);
  const modal = await slack.until(() => ana.modal(), 10_000, 'the request modal');
  await slack.until(
    () => /CLEAR|NEEDS|BLOCKED/.test(modal.text()),
    15_000,
    () => `the checks: ${modal.text()}`,
  );
  const took = performance.now() - began;
  if (/I could not read/.test(modal.text())) throw new Error(`not complete: ${modal.text()}`);
  await modal.close();
  heroku.control.clearFaults();
  return took;
}
