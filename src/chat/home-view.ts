/** The app's home: worth opening at 03:00, drawn from what one look around saw. */
import type { HomeView, KnownBlock, SectionBlock } from '@slack/types';
import { COMMANDS, TAPS } from '../ids.ts';
import type { Picture } from '../ledger.ts';
import { may } from '../people.ts';
import type { FrontDesk } from '../ports.ts';
import { type Around, lookAround } from '../runbooks/look-around.ts';
import type { World } from '../runbooks/world.ts';
import { type ButtonSpec, buttons, context, divider, section, sectionWithButton } from '../words/blocks.ts';
import * as words from '../words/home.ts';
import { lockLine } from '../words/locks.ts';
import { joined, lines, type Mrkdwn } from '../words/mrkdwn.ts';
import { openAppChoice } from './open-ask.ts';
import { openEnrolment } from './ops-totp.ts';

/** Slack takes 100 blocks in all; whoever has more going on than this reads the rest elsewhere. */
const MOST_OPERATIONS = 20;
const INCIDENTS = { most: 3, rest: `${COMMANDS.rollback} status` } as const;
const LOCKS = { most: 3, rest: `${COMMANDS.ops} locks` } as const;
const APPS = { most: 6, rest: `${COMMANDS.rollback} help` } as const;

const LOOK_AGAIN: ButtonSpec = { id: TAPS.homeLookAgain, label: 'Look again', value: 'again' };

export function home(world: World): FrontDesk['home'] {
  return async (slackId) => {
    const seen = await lookAround(world, slackId);
    switch (seen.kind) {
      case 'around':
        return homeView(seen.around, world.slackAddress());
      case 'no-role':
        return asHome(section(words.noRole(seen.person, world.settings.opsChannels[0])), buttons(LOOK_AGAIN));
      case 'not-known':
        return asHome(section(words.notKnown(seen.why)), buttons(LOOK_AGAIN));
    }
  };
}

export function homeTaps(world: World): FrontDesk['taps'] {
  return {
    [TAPS.homeRollBack]: ({ slackId }) =>
      openAppChoice(world, { slackId, channel: world.settings.opsChannels[0], symptom: '' }),
    [TAPS.setUpFactor]: async ({ slackId }) => openEnrolment(world, slackId),
    // Whatever is tapped in a home, it is drawn anew afterwards.
    [TAPS.homeLookAgain]: async () => ({ kind: 'nothing' }),
  };
}

/** Pure. `address`: of our Slack in a browser, null when unknown. */
export function homeView(around: Around, address: string | null): HomeView {
  const { person, now } = around;
  const begin: readonly ButtonSpec[] = may(person, 'rollback.request')
    ? [{ id: TAPS.homeRollBack, label: 'Roll back an app', value: 'choose', style: 'primary' }, LOOK_AGAIN]
    : [LOOK_AGAIN];
  return asHome(
    section(words.whoYouAre(person)),
    buttons(...begin),
    ...factorToSetUp(around),
    divider(),
    section(words.GOING_ON),
    ...goingOn(around, address),
    divider(),
    section(words.APPS),
    ...sections(appLines(around), APPS),
    divider(),
    context(lines(words.whatYouMay(person), factorNow(around))),
    context(words.footer(now)),
  );
}

function asHome(...blocks: readonly KnownBlock[]): HomeView {
  return { type: 'home', blocks: [...blocks] };
}

/** Before the night in which it is needed. */
function factorToSetUp({ factor }: Around): readonly KnownBlock[] {
  if (factor !== 'missing') return [];
  const setUp = { id: TAPS.setUpFactor, label: 'Set up', value: 'set-up' };
  return [sectionWithButton(words.FACTOR.missing, setUp)];
}

function factorNow({ factor }: Around): Mrkdwn | null {
  return factor === 'on' || factor === 'unavailable' ? words.FACTOR[factor] : null;
}

function goingOn({ picture, reviewable, now }: Around, address: string | null): readonly KnownBlock[] {
  const { underWay, incidents, locks } = picture;
  if (underWay.length + incidents.length + locks.length === 0) return [section(words.NOTHING_GOING_ON)];
  const urgentFirst = underWay.toSorted((one, other) => urgency(one) - urgency(other));
  const left = underWay.length - MOST_OPERATIONS;
  return [
    ...urgentFirst.slice(0, MOST_OPERATIONS).map(({ operation, card }) => {
      const text = words.underWay(operation, now, words.whereIs('card', card, address));
      const review: ButtonSpec = { id: TAPS.review, label: 'Review', value: operation.id, style: 'primary' };
      return reviewable.has(operation.id) ? sectionWithButton(text, review) : section(text);
    }),
    ...(left > 0 ? [section(words.andMore(left, INCIDENTS.rest))] : []),
    ...sections(
      incidents.map((each) => words.incident(each, words.whereIs('thread', each.headline, address))),
      INCIDENTS,
    ),
    ...(locks.length > 0 ? sections([words.DEPLOYS_LOCKED, ...locks.map(lockLine)], LOCKS) : []),
  ];
}

/** Whatever waits for a person stands first. */
function urgency({ operation }: Picture['underWay'][number]): number {
  if (operation.status === 'needs_human') return 0;
  return operation.status === 'requested' ? 1 : 2;
}

function appLines({ apps, picture: { releases, drills } }: Around): readonly Mrkdwn[] {
  return apps.map((app) =>
    words.appLine(
      app,
      releases.find((each) => each.app === app.name) ?? null,
      drills.find((each) => each.app === app.name) ?? null,
    ),
  );
}

/** What fits into one section beside others, in characters. */
const ROOM = 2_800;

/** Lines in as many sections as they need and may have; what is left out is counted. */
function sections(
  all: readonly Mrkdwn[],
  { most, rest }: { readonly most: number; readonly rest: string },
): readonly SectionBlock[] {
  const parts: Mrkdwn[] = [];
  let part: readonly Mrkdwn[] = [];
  let taken = 0;
  for (const line of all) {
    if (lengthOf(part) + line.source.length > ROOM && part.length > 0) {
      if (parts.length === most - 1) break;
      parts.push(lines(...part));
      part = [];
    }
    part = [...part, line];
    taken += 1;
  }
  const left = all.length - taken;
  const last = left > 0 ? [...part, words.andMore(left, rest)] : part;
  return [...parts, lines(...last)].filter(({ source }) => source !== '').map((each) => section(each));
}

function lengthOf(part: readonly Mrkdwn[]): number {
  return joined(part, '\n').source.length;
}
