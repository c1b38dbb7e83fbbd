/** What the adviser says: each thing to do with its reason, and how to do it by hand and take it back. */
import type { Advice, LookFirstBecause, RollBackBecause, RollForwardBecause } from '../findings.ts';
import { brief, some } from './findings.ts';
import { code, joined, lines, type Mrkdwn, say } from './mrkdwn.ts';

export interface AdviceAbout {
  readonly app: string;
  readonly bad: number;
  readonly target: number;
}

/** The button beside it. Rolling back has its own, on the form or the card. */
export const ADVICE_LABELS = {
  maintenance: 'Maintenance mode',
  'flag-off': 'Flag off instead',
  'set-back': 'Set it back instead',
  'roll-forward': 'Roll forward instead',
  'look-first': 'Look first',
} as const satisfies Record<Exclude<Advice['what'], 'roll-back'>, string>;

export function adviceLine(advice: Advice, { bad, target }: AdviceAbout): Mrkdwn {
  switch (advice.what) {
    case 'maintenance':
      return say`*Maintenance mode first*: data is being damaged. It stops requests at once and makes no release.`;
    case 'flag-off':
      return say`*Turn ${some(advice.flags)} off instead*: ${advice.flags.length === 1 ? 'it was' : 'they were'} off in v${target}. Cheaper, and easily taken back.`;
    case 'set-back':
      return say`*Set ${some([...advice.changed, ...advice.added])} back instead*: no code changed since v${target}.`;
    case 'roll-forward':
      return say`*Roll forward instead*: ${joined(
        advice.because.map((each) => FORWARD[each]),
        '; ',
      )}.`;
    case 'roll-back':
      return say`*Roll back*: ${joined(
        advice.because.map((each) => BACK[each]),
        ', ',
      )} since v${bad}.`;
    case 'look-first':
      return say`*Look first*: ${LOOK[advice.because]}.`;
  }
}

const FORWARD = {
  'release-command': say`the newest release command failed, and the app is healthy`,
  'migration-destructive': say`a migration took away what the old code needs`,
  'migration-unknown-to-target': say`the old release command will probably fail on the newer schema`,
  'undoes-fix': say`a security or incident fix would be undone`,
  dependency: say`the tracebacks name no file of this release, so a dependency may be at fault`,
} as const satisfies Record<RollForwardBecause, Mrkdwn>;

const BACK = {
  crashes: say`dynos crash`,
  smoke: say`smoke fails`,
  errors: say`errors`,
} as const satisfies Record<RollBackBecause, Mrkdwn>;

const LOOK = {
  'not-since-release': say`the fault did not begin with this release`,
  'arises-elsewhere': say`the errors arise outside the app`,
  'nothing-shows': say`dynos, smoke and logs show nothing that a rollback would mend`,
} as const satisfies Record<LookFirstBecause, Mrkdwn>;

/** To whoever taps its button: I cannot do it yet, so the exact commands, there and back. */
export function adviceByHand(advice: Advice, about: AdviceAbout): Mrkdwn {
  const { app, bad } = about;
  switch (advice.what) {
    case 'maintenance':
      return lines(
        say`By hand: ${code(`heroku maintenance:on -a ${app}`)}. Requests stop at once; background work goes on.`,
        say`Take it back: ${code(`heroku maintenance:off -a ${app}`)}`,
      );
    case 'flag-off':
      return lines(
        say`By hand: ${code(configSet(app, advice.flags, '0'))}. It is a release and restarts the dynos.`,
        say`Take it back: ${code(configSet(app, advice.flags, '1'))}. A row in the console wins over the config var: flip it there, then.`,
      );
    case 'set-back':
      return lines(
        say`Read what it is now first, outside Slack: ${code(`heroku config:get NAME -a ${app}`)}; setting that again takes it back.`,
        advice.added.length > 0 ? say`By hand: ${code(configUnset(app, advice.added))}` : null,
        advice.changed.length > 0
          ? say`By hand: ${code(`heroku config:set ${names(advice.changed).join('=… ')}=… -a ${app} ${SILENT}`)}`
          : null,
      );
    case 'roll-forward':
      return lines(
        say`Fix it on a branch, let CI deploy it, and watch: ${code(`heroku releases -a ${app}`)}`,
        say`Until then: ${code(`heroku maintenance:on -a ${app}`)}, taken back by ${code(`heroku maintenance:off -a ${app}`)}.`,
      );
    case 'look-first':
      return lines(
        say`Look: ${code(`heroku ps -a ${app}`)} and ${code(`heroku logs --num 1500 -a ${app}`)}. Nothing changes by looking.`,
        say`What is broken, and since when? v${bad} is what runs.`,
      );
    case 'roll-back':
      return say`That is what this request is for: send it, or let a second person review it.`;
  }
}

/** The facts have moved on since the button was drawn. */
export function adviceGone(app: string): Mrkdwn {
  return lines(
    say`What I see of ${brief(app)} has changed, and this no longer applies. Nothing was done.`,
    say`Look again with ${code(`/rollback ${app}`)}.`,
  );
}

/** The CLI prints what it sets, secrets beside it included (feature-flags.md). */
const SILENT = '>/dev/null 2>&1';

function configSet(app: string, flags: readonly string[], value: string): string {
  return `heroku config:set ${names(flags)
    .map((name) => `${name}=${value}`)
    .join(' ')} -a ${app} ${SILENT}`;
}

function configUnset(app: string, variables: readonly string[]): string {
  return `heroku config:unset ${names(variables).join(' ')} -a ${app} ${SILENT}`;
}

/** Only what a shell takes as one plain word goes into a command that people will paste, and so few that its end shows. */
function names(all: readonly string[]): readonly string[] {
  return all.filter((name) => /^[A-Za-z_][A-Za-z0-9_]{0,47}$/.test(name)).slice(0, 6);
}
