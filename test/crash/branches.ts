/** What a run is about beside the plain rollback, and when somebody outside releases into it. */
import { BEN, KRISTERPHER } from '../../rehearsal/heroku/seed.ts';
import type { HerokuSim } from '../../rehearsal/heroku/start.ts';
import type { Modal } from '../../rehearsal/slack/people/modal.ts';
import type { SlackWorld } from '../../rehearsal/slack/start.ts';
import { RE_PIN_TICKS, TAPS } from '../../src/ids.ts';

export interface Branch {
  readonly app: string;
  readonly target: number;
  /** What goes wrong, planted before anybody asks. */
  readonly plant: (heroku: HerokuSim) => void;
  /** Whether the bot itself makes the release. */
  readonly sends: boolean;
  /** How it may end although a release of ours exists, beside recovered. */
  readonly endsBadly: readonly string[];
  /** The request by which the bot makes it, and how Heroku lists it. */
  readonly post: 'rollback-post' | 'release-create';
  readonly ours: RegExp;
  /** What the requester changes in the form before sending it. */
  readonly inForm: ((modal: Modal) => Promise<unknown>) | null;
  /** Who agrees, by which button, and with a code and a reason when the form asks for them. */
  readonly agrees: { readonly who: string; readonly label: RegExp; readonly action: string };
  /** What people do while it waits for them, again and again until it goes on. */
  readonly help: ((slack: SlackWorld, heroku: HerokuSim) => Promise<void>) | null;
}

/** Back past a guarded config var. */
const GUARDED = 80;

const plain: Branch = {
  app: 'raxx-api-prod',
  target: 84,
  plant: () => undefined,
  sends: true,
  endsBadly: [],
  post: 'rollback-post',
  ours: /^Rollback to v\d+$/,
  inForm: null,
  agrees: { who: 'bo', label: /\[Review\]/, action: TAPS.review },
  help: null,
};

const commandFails = ({ control }: HerokuSim) =>
  control.fault({
    on: 'rollback-post',
    modifiers: [{ kind: 'release-command', outcome: 'fails', takesMs: 4_000 }],
  });

export const BRANCHES = {
  rollback: plain,
  'command fails': {
    ...plain,
    plant: commandFails,
    endsBadly: ['failed'],
  },
  'command fails, runs anyway': {
    ...plain,
    plant: (heroku) => {
      heroku.control.rules({ failedReleases: 'deployed-anyway' });
      commandFails(heroku);
    },
    endsBadly: ['closed'],
  },
  'dynos crash': {
    ...plain,
    plant: ({ control }) =>
      control.fault({ on: 'rollback-post', modifiers: [{ kind: 'dynos-crash', afterMs: 0 }] }),
    endsBadly: ['closed'],
  },
  'code only': {
    ...plain,
    target: GUARDED,
    post: 'release-create',
    ours: /^Code of v80, config kept \(Switchback rb-\w+\)$/,
    inForm: (modal) => modal.choose('kind', TAPS.chooseKind, 'code-only'),
  },
  alone: {
    ...plain,
    agrees: { who: 'ana', label: /\[Approve alone\]/, action: TAPS.approveAlone },
  },
  override: {
    ...plain,
    target: GUARDED,
    agrees: { who: 'kristerpher', label: /\[Review\]/, action: TAPS.review },
  },
  'image gone': {
    ...plain,
    app: 'raxx-velvet-prod',
    target: 2,
    plant: ({ control }) => control.imageGone('raxx-velvet-prod', 2),
    sends: false,
    help: pushAgain,
  },
} as const satisfies Record<string, Branch>;
export type BranchName = keyof typeof BRANCHES;

/** Bo ticks what is not ticked yet; the image is released before the last tick, once. */
async function pushAgain(slack: SlackWorld, { control }: HerokuSim): Promise<void> {
  const bo = slack.as('bo');
  const list = bo.find('ops', /Push v\d+'s image to/);
  const open = Object.values(RE_PIN_TICKS).find(
    (step) => list && JSON.stringify(list.blocks).includes(`"${step}"`),
  );
  if (!list || open === undefined) return;
  const pushed = control
    .app('raxx-velvet-prod')
    .releases.some(({ description }) => /^Deployed web/.test(description));
  if (open === RE_PIN_TICKS.release && !pushed)
    control.release('raxx-velvet-prod', KRISTERPHER, {
      kind: 'container',
      image: `sha256:${'c0ffee12'.repeat(8)}`,
    });
  await bo.tap(list, open);
}

/** When somebody else releases: facts/threats.md R2. */
export const OUTSIDE = [
  'before the read',
  'between read and POST',
  'inside the POST',
  'after the POST',
] as const;
export type Outside = (typeof OUTSIDE)[number];

const WHEN = {
  'between read and POST': 'before',
  'inside the POST': 'inside',
  'after the POST': 'after',
} as const;
const CONFIG = { kind: 'config', name: 'GUNICORN_TIMEOUT' } as const;

/** Plants a release that arrives with the POST. */
export function plantOutside(
  heroku: HerokuSim,
  { post }: Branch,
  outside: Exclude<Outside, 'before the read'>,
): void {
  heroku.control.fault({
    on: post,
    modifiers: [{ kind: 'foreign-release', when: WHEN[outside], by: BEN, what: CONFIG }],
  });
}

/** Somebody releases now. */
export function releaseNow(heroku: HerokuSim, app: string): void {
  heroku.control.release(app, BEN, CONFIG);
}
