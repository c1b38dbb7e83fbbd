/** A story played through the front door in the terminal, with what people read and what it came to. */
import { readDebrief } from './debrief/facts.ts';
import { printDebrief } from './debrief/print.ts';
import { printChannel } from './print-channel.ts';
import { playOut, StoryOver } from './scenarios/play-out.ts';
import { CAME_TO_NOTHING, type Scenario } from './scenarios/scenario.ts';
import { openScene } from './scenarios/scene.ts';
import { openStage, type Stage } from './stage.ts';
import { toldToStop } from './told-to-stop.ts';

type Tell = (line: string) => void;

/** The exit code: 0 when the story's goal was reached. */
export async function play(scenario: Scenario, logLevel: string, tell: Tell): Promise<number> {
  const began = performance.now();
  tell(`${scenario.name}: ${scenario.story}`);
  tell(
    `Nothing leaves this machine: Slack and Heroku are simulated, the bot and its Postgres are real. Time runs ${scenario.rate} times as fast, so the times below run ahead of your clock.\n`,
  );
  const { rate, mortal = false } = scenario;
  const story = new AbortController();
  let stopped = false;
  void toldToStop(tell).then(() => {
    stopped = true;
    story.abort(new StoryOver('stopped at the terminal'));
  });
  const stage = await openStage({ rate, logLevel, mortal });
  try {
    const missed = await playedOut(scenario, stage, tell, story);
    if (stopped) return 130;
    tell('\n── #ops as Bo reads it in the end; the card was redrawn in place ────\n');
    tell(printChannel(stage.slack.as('bo'), 'ops'));
    const seconds = Math.round((performance.now() - began) / 1000);
    tell(
      `\n${missed === null ? 'Goal reached' : 'Goal NOT reached'}, in ${seconds} s here: ${scenario.goal}`,
    );
    if (missed !== null) tell(missed);
    tell(`\n${printDebrief(await readDebrief(stage))}`);
    return missed === null ? 0 : 1;
  } finally {
    await stage.stop();
  }
}

/** Plays it on this stage until `story` is aborted at the latest. Why its goal was not reached; null when it was. */
export async function playedOut(
  scenario: Scenario,
  stage: Stage,
  tell: Tell,
  story: AbortController,
): Promise<string | null> {
  const scene = openScene({ stage, tell, signal: story.signal, beatMs: 0 });
  try {
    await playOut(scenario, scene, story);
    const { sees } = scene;
    if (await scenario.reached(sees)) return null;
    return (await scenario.missed?.(sees)) ?? CAME_TO_NOTHING;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
