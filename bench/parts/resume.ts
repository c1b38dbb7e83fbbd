/** From `kill -9` of the process that runs a rollback to the first thing its successor does at Heroku. */
import { atMost, duration, type Figure, spread } from '../figure.ts';
import type { Bot } from '../stage/bot.ts';
import { reviewed } from '../stage/people.ts';
import type { BenchServer } from '../stage/server.ts';
import { onStage, type Stage } from '../stage/stage.ts';

const APP = 'raxx-api-prod';
const KILLS = 7;
const RESUMED_WITHIN_MS = 1_000;
const PATIENCE_MS = 30_000;

export async function resume(server: BenchServer): Promise<readonly Figure[]> {
  return onStage(server, {}, async (stage) => {
    let runner = await stage.startBot();
    await hangInTheReleaseCommand(stage);
    const survived: number[] = [];
    for (let n = 0; n < KILLS; n += 1) {
      const survivor = await stage.startBot();
      survived.push(await killToNextLook(stage, runner));
      runner = survivor;
    }
    const restarted: number[] = [];
    const afterReady: number[] = [];
    for (let n = 0; n < KILLS; n += 1) {
      const killedAt = await killAfterLook(stage, runner);
      const next = nextLook(stage, killedAt.seq);
      runner = await stage.startBot();
      const resumedAt = await next;
      restarted.push(resumedAt - killedAt.at);
      afterReady.push(resumedAt - killedAt.at - runner.readyMs);
    }
    return [
      figure('kill -9 to resumed, by a surviving process', survived, true),
      figure('kill -9 to resumed, by a process started at once', restarted, false),
      figure('the same, less its start to ready', afterReady, true),
    ];
  });
}

/** A rollback in verification that stays there: its release command does not end. */
async function hangInTheReleaseCommand(stage: Stage): Promise<void> {
  stage.heroku.control.fault({
    on: 'rollback-post',
    modifiers: [{ kind: 'release-command', outcome: 'hangs' }],
  });
  const { approve } = await reviewed(stage, APP, 84);
  await approve();
  await stage.slack.until(() => lastLook(stage) !== null, PATIENCE_MS, 'the verification to begin');
}

async function killToNextLook(stage: Stage, runner: Bot): Promise<number> {
  const killed = await killAfterLook(stage, runner);
  return (await nextLook(stage, killed.seq)) - killed.at;
}

/** Just after a look was answered: nothing of the dead is still under way. */
async function killAfterLook(
  stage: Stage,
  runner: Bot,
): Promise<{ readonly at: number; readonly seq: number }> {
  const before = lastLook(stage)?.seq ?? 0;
  const look = await stage.slack.until(
    () => {
      const last = lastLook(stage);
      return last !== null && last.seq > before && last.status !== null ? last : null;
    },
    PATIENCE_MS,
    'a look at the release',
  );
  const at = Date.now();
  await runner.kill('SIGKILL');
  return { at, seq: look.seq };
}

async function nextLook(stage: Stage, seq: number): Promise<number> {
  const look = await stage.slack.until(
    () => looks(stage).find((each) => each.seq > seq),
    PATIENCE_MS,
    'the successor to look',
  );
  return Date.parse(look.at);
}

function looks({ heroku }: Stage) {
  return heroku.control.journal
    .requests()
    .filter((request) => request.app === APP && ['release-read', 'formation-read'].includes(request.name));
}

function lastLook(stage: Stage) {
  return looks(stage).findLast((request) => request.name === 'release-read') ?? null;
}

function figure(name: string, values: readonly number[], judged: boolean): Figure {
  const { n, p50, max } = spread(values);
  return {
    name,
    measured: `p50 ${duration(p50)}, max ${duration(max)}, n ${n}`,
    bar: judged ? { ...atMost(RESUMED_WITHIN_MS, max), text: 'max ≤ 1 s' } : null,
    numbers: { n, p50, max, values },
  };
}
