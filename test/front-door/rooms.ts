/**
 * One stage, many rooms: each scenario has a channel and an app of its own, so that dozens of rollbacks can go on at
 * once without getting in each other's way. What people read is given as if the app were the one it is a twin of.
 */
import { afterAll, beforeAll, expect, vi } from 'vitest';
import type { ForeignRelease } from '../../rehearsal/heroku/faults.ts';
import { raxx, type Seed } from '../../rehearsal/heroku/seed.ts';
import { CHANNELS } from '../../rehearsal/slack/cast.ts';
import type { Modal } from '../../rehearsal/slack/people/modal.ts';
import type { Person } from '../../rehearsal/slack/people/person.ts';
import type { SeenMessage } from '../../rehearsal/slack/people/sight.ts';
import type { Submitted } from '../../rehearsal/slack/people/submit.ts';
import { TAPS } from '../../src/ids.ts';
import { type SharedStage, type StageOptions, setStage } from '../support/stage.ts';
import { readable } from './readable.ts';

export type Like = 'raxx-api-prod' | 'raxx-api-staging' | 'raxx-console-prod' | 'raxx-velvet-prod';

export interface Room {
  readonly app: string;
  /** The channel's name. */
  readonly channel: string;
  as(handle: string): Person;
  /** Everything in the channel as this person reads it, times and ids made equal. */
  reads(handle: string): string;
  /** The same without the card, which is redrawn when there is time. */
  readsPosts(handle: string): string;
  /** Somebody else releases, and the dynos run it. */
  released(what: ForeignRelease['what']): Promise<void>;
  /** The newest message that reads like this, as soon as there is one. */
  sees(handle: string, pattern: RegExp, withinMs?: number): Promise<SeenMessage>;
  /** A person has one modal open at a time: what needs theirs to stay on top happens inside `work`. */
  busy<T>(handle: string, work: () => Promise<T>): Promise<T>;
  /** `/incident open`: a SEV-2 that nobody decides about yet, led by whoever opens it. */
  opensIncident(handle: string, fill?: (modal: Modal) => Promise<unknown>): Promise<void>;
  /** `/rollback APP typed…`; the modal, its checks filled in. Within `busy`. */
  opens(handle: string, typed?: string): Promise<Modal>;
  /** What a tap or a command opens, its checks filled in. Within `busy`. */
  fills(handle: string, act: () => Promise<{ readonly notice: string | null }>): Promise<Modal>;
  /** Opens and submits; the card once it asks for approval with its facts, or (policy none) at once. */
  asks(handle: string, typed?: string): Promise<SeenMessage>;
  /** Asks for a release that would take a rotated key away, then for its code only; the card once it asks for approval. */
  asksForCode(handle: string): Promise<SeenMessage>;
  /** [Review], every warning ticked, not yet submitted. Within `busy`. */
  reviews(handle: string, card?: SeenMessage): Promise<Modal>;
  /** The modal a tap has opened, its checks filled in and every warning ticked. Within `busy`. */
  filledReview(handle: string): Promise<Modal>;
  /** What a person is told alone after tapping a button, perhaps one of an older state. */
  tells(handle: string, action: string, seen: SeenMessage): Promise<string>;
  /** Reviews and submits. */
  approves(handle: string, card?: SeenMessage): Promise<Submitted>;
  /** [Close incident] on a message, and the form sent as it is filled in. */
  closes(handle: string, over: SeenMessage): Promise<Submitted>;
  card(): SeenMessage;
  /** The newest operation's columns. */
  operation(): Promise<Record<string, unknown>>;
  /** Waits for the newest operation to have this status. */
  becomes(status: string, withinMs?: number): Promise<void>;
  /** What Heroku was asked to release for this app: one entry per POST, of a rollback unless said otherwise. */
  posts(name?: 'rollback-post' | 'release-create'): readonly string[];
  readable(text: string): string;
}

export interface Rooms {
  stage(): SharedStage;
  room(like?: Like): Room;
  /** Slack's refusals that are part of a scenario, and channels told in a rush; any other fails the file. */
  allow(...errors: readonly string[]): void;
}

/** Whether people are called again depends on how busy the machine is: solo.test.ts and escalation.test.ts are about it. */
const REMINDER = /^(Still waiting for an approval|Nobody has answered|I call all operators)/;
/** Who is quick sends a form while it is still being filled in. */
const FILL = 'views.update';
const SENT = 'not_found';
const REVIEW_WAIT_MS = 8_000;
/** Production's release before a key was rotated, and what is broken. */
export const GUARDED_TARGET = 'v80 signup 500s since 02:58 UTC';

/** Sets the stage before the file's tests and strikes it after them; `howMany` rooms of each kind. */
export function openRooms(howMany: Partial<Record<Like, number>>, options: StageOptions = {}): Rooms {
  vi.setConfig({ maxConcurrency: 20, testTimeout: 120_000 });
  const names = Object.entries(howMany).flatMap(([like, n]) =>
    Array.from({ length: n }, (_, i) => ({ like: like as Like, app: `${like}-${letters(i)}` })),
  );
  const free = names.map((each, i) => ({
    ...each,
    id: `C0ROOM${String(i).padStart(6, '0')}`,
    channel: `room-${i}`,
  }));
  const allowed = new Set<string>();
  const busy = takingTurns();
  let stage: SharedStage | null = null;

  function set(): SharedStage {
    if (stage === null) throw new Error('the stage is set before the first test');
    return stage;
  }

  beforeAll(async () => {
    stage = await setStage({
      ...options,
      heroku: { seed: withTwins(names), ...options.heroku },
      setUp: {
        twins: Object.fromEntries(names.map(({ app, like }) => [app, like])),
        ...options.setUp,
        change: {
          channels: {
            ops: [CHANNELS.ops, ...free.map(({ id }) => id)],
            record: CHANNELS.status,
            status: CHANNELS.status,
          },
          // Many rollbacks at once; each one's own share is counted where it matters.
          heroku_requests_per_hour: 100_000,
          ...options.setUp?.change,
        },
      },
    });
    const { state } = stage.slack;
    const ops = state.channels.get(CHANNELS.ops);
    if (ops === undefined) throw new Error('no #ops');
    for (const { id, channel } of free) state.channels.set(id, { ...ops, id, name: channel });
  });

  afterAll(async () => {
    const { slack, strike, logged } = set();
    await strike();
    const refused = slack.journal.calls.filter(
      ({ method, error }) => error !== null && !allowed.has(error) && !(method === FILL && error === SENT),
    );
    expect(refused.map(({ method, error }) => `${method}: ${error}`)).toEqual([]);
    expect(slack.journal.violations.filter(({ channel }) => !allowed.has(channel))).toEqual([]);
    expect(logged.filter((line) => line.includes('sim-secret-'))).toEqual([]);
  });

  return {
    stage: set,
    room(like = 'raxx-api-prod') {
      const at = free.findIndex((each) => each.like === like);
      const [found] = at < 0 ? [] : free.splice(at, 1);
      if (found === undefined) throw new Error(`no room for ${like} is left`);
      return openRoom(set(), found, busy);
    },
    allow: (...errors) => {
      for (const error of errors) allowed.add(error);
    },
  };
}

interface Place {
  readonly app: string;
  readonly like: Like;
  readonly channel: string;
}

function openRoom(stage: SharedStage, { app, like, channel }: Place, busy: Room['busy']): Room {
  const { slack, heroku, database } = stage;
  const as = (handle: string) => slack.as(handle);
  const shown = (text: string) => readable(text.replaceAll(app, like).replaceAll(`#${channel}`, '#ops'));

  function reads(handle: string): string {
    return text(as(handle).messages(channel));
  }

  function readsPosts(handle: string): string {
    return text(
      as(handle)
        .messages(channel)
        .filter(({ plain }) => !/ · rb-\w+/.test(plain)),
    );
  }

  function text(messages: readonly SeenMessage[]): string {
    return messages
      .filter(({ plain }) => !REMINDER.test(plain))
      .map((message) => shown(settled(message.plain)))
      .join('\n---\n');
  }

  async function released(what: ForeignRelease['what']): Promise<void> {
    const { version } = heroku.control.release(app, 'kristerpher@raxx.app', what);
    heroku.control.endCommand(app, version, 'succeeds');
    const settled = () =>
      heroku.control.app(app).dynos.every((dyno) => dyno.version === version && dyno.state !== 'starting');
    await slack.until(settled, 10_000, `the dynos of ${app} to run v${version}`);
  }

  function sees(handle: string, pattern: RegExp, withinMs = 20_000): Promise<SeenMessage> {
    return slack.until(
      () => as(handle).find(channel, pattern),
      withinMs,
      () => `${pattern} in\n${reads(handle)}`,
    );
  }

  function opens(handle: string, typed = 'v84 signup 500s since 02:58 UTC'): Promise<Modal> {
    return fills(handle, () => as(handle).slash(channel, `/rollback ${app} ${typed}`));
  }

  async function fills(
    handle: string,
    act: () => Promise<{ readonly notice: string | null }>,
  ): Promise<Modal> {
    const done = await act();
    if (done.notice !== null) throw new Error(done.notice);
    const modal = await shownModal(handle);
    await slack.until(
      () => !modal.text().includes('Checking…'),
      REVIEW_WAIT_MS,
      () => modal.text(),
    );
    return modal;
  }

  function shownModal(handle: string): Promise<Modal> {
    const ours = () => {
      const modal = as(handle).modal();
      return modal?.text().includes(app) ? modal : null;
    };
    return slack.until(ours, 5_000, () => `${handle}'s modal for ${app}, not ${as(handle).modal()?.text()}`);
  }

  async function opensIncident(
    handle: string,
    fill: (modal: Modal) => Promise<unknown> = async () => undefined,
  ): Promise<void> {
    await busy(handle, async () => {
      const typed = `/incident open ${app} signup 500s since 02:58 UTC`;
      const done = await as(handle).slash(channel, typed);
      if (done.notice !== null) throw new Error(done.notice);
      const modal = await slack.until(() => as(handle).modal(), 5_000, `${handle}'s form`);
      await fill(modal);
      const sent = await modal.submit();
      if (sent.kind !== 'closed') throw new Error(`${sent.kind}: ${modal.text()}`);
    });
    await sees(handle, /Incident open/);
  }

  async function asks(handle: string, typed?: string): Promise<SeenMessage> {
    await busy(handle, async () => {
      const modal = await opens(handle, typed);
      const sent = await modal.submit();
      if (sent.kind !== 'closed') throw new Error(`${sent.kind}: ${modal.text()}`);
    });
    const { id } = await operation();
    return sees(
      handle,
      new RegExp(
        `Approve\\?[\\s\\S]*(NEEDS|BLOCKED|CLEAR)[\\s\\S]*${String(id)}|→ v\\d+\\* ·[\\s\\S]*${String(id)}`,
      ),
    );
  }

  async function asksForCode(handle: string): Promise<SeenMessage> {
    const blocked = await asks(handle, GUARDED_TARGET);
    await busy(handle, async () => {
      const modal = await fills(handle, () => as(handle).tap(blocked, 'rollback.code-only-instead'));
      const sent = await modal.submit();
      if (sent.kind !== 'closed') throw new Error(`${sent.kind}: ${modal.text()}`);
    });
    return sees(handle, /Approve\?\*? \S+ v85 → v80 \(code only\)[\s\S]*(NEEDS|CLEAR)/);
  }

  async function reviews(handle: string, card?: SeenMessage): Promise<Modal> {
    const done = await as(handle).tap(card ?? requestCard(), 'rollback.review');
    if (done.notice !== null) throw new Error(done.notice);
    return filledReview(handle);
  }

  async function filledReview(handle: string): Promise<Modal> {
    const modal = await shownModal(handle);
    await slack.until(
      () => !modal.text().includes('Looking at it afresh'),
      REVIEW_WAIT_MS,
      () => modal.text(),
    );
    if (modal.text().includes('[ ]')) await modal.tick('ticks', 'ticks');
    return modal;
  }

  function requestCard(): SeenMessage {
    const found = as('kim').find(channel, /\[Review\]/);
    if (found === null) throw new Error(`no request to review in\n${reads('kim')}`);
    return found;
  }

  async function tells(handle: string, action: string, seen: SeenMessage): Promise<string> {
    const before = as(handle).messages(channel).length;
    await as(handle).tap(seen, action);
    const answer = await slack.until(
      () =>
        as(handle)
          .messages(channel)
          .slice(before)
          .find(({ ephemeralFor }) => ephemeralFor !== null),
      15_000,
      () => `a word for ${handle} about ${action}`,
    );
    return shown(answer.plain);
  }

  async function operation(): Promise<Record<string, unknown>> {
    const found = await database.pool.query({
      text: 'select * from operation where app = $1 order by requested_at desc, renews nulls last limit 1',
      values: [app],
    });
    return found.rows[0] as Record<string, unknown>;
  }

  return {
    app,
    channel,
    as,
    reads,
    readsPosts,
    released,
    sees,
    busy,
    opens,
    fills,
    opensIncident,
    asks,
    asksForCode,
    reviews,
    filledReview,
    tells,
    approves: (handle, card) =>
      busy(handle, async () => {
        const modal = await reviews(handle, card);
        return modal.submit();
      }),
    closes: (handle, over) =>
      busy(handle, async () => {
        const modal = await fills(handle, () => as(handle).tap(over, closeButton(over)));
        return modal.submit();
      }),
    card() {
      const found = as('kim').find(channel, / · rb-\w+/);
      if (found === null) throw new Error(`no card in\n${reads('kim')}`);
      return found;
    },
    operation,
    async becomes(status, withinMs = 30_000) {
      await slack.until(
        async () => (await operation())['status'] === status,
        withinMs,
        () => `${app} to be ${status}:\n${reads('kim')}`,
      );
    },
    posts: (name = 'rollback-post') =>
      heroku.control.journal
        .requests(name)
        .filter((request) => request.app === app)
        .map((request) => `${request.fate}${request.acted ? ', acted' : ''}`),
    readable: shown,
  };
}

function withTwins(names: readonly { readonly app: string; readonly like: string }[]): Seed {
  const twins = names.map(({ app, like }) => {
    const original = raxx.apps.find(({ name }) => name === like);
    if (original === undefined) throw new Error(`the seed has no ${like}`);
    return { ...original, name: app };
  });
  return { ...raxx, apps: [...raxx.apps, ...twins] };
}

/** a, b, … z, aa, ab: an app name ends in a letter here, so that no number can be taken for a release. */
function letters(n: number): string {
  const letter = String.fromCharCode(97 + (n % 26));
  return n < 26 ? letter : letters(Math.floor(n / 26) - 1) + letter;
}

/** An incident's headline is redrawn when there is time; its first line stays. */
function settled(plain: string): string {
  return /^(DRILL · )?Incident open: /.test(plain) ? plain.replace(/\n[\s\S]*/, '') : plain;
}

/** On a rollback's last word, or on the headline. */
function closeButton({ blocks }: SeenMessage): string {
  return JSON.stringify(blocks).includes(TAPS.closeThisIncident)
    ? TAPS.closeThisIncident
    : TAPS.closeIncident;
}

/** One after another for each person; different people do not wait for one another. */
function takingTurns(): Room['busy'] {
  const last = new Map<string, Promise<unknown>>();
  return (handle, work) => {
    const mine = (last.get(handle) ?? Promise.resolve()).then(work, work);
    last.set(handle, mine);
    return mine;
  };
}
