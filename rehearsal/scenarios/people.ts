/** What people do in a story, told as it happens: type, read, tap. Everything goes through the front door. */
import { TAPS } from '../../src/ids.ts';
import type { Modal } from '../slack/people/modal.ts';
import type { SeenMessage } from '../slack/people/sight.ts';
import type { Stage } from '../stage.ts';
import type { Waiting } from './waiting.ts';

export interface People {
  /** Types a command in #ops, and reads what only they are shown, if anything. */
  types(who: string, command: string): Promise<string | null>;
  /** The modal on top of this person's screen once it reads like this. */
  modal(who: string, pattern: RegExp): Promise<Modal>;
  /** Types `/rollback …`, waits for the checks, submits. */
  asks(who: string, command: string): Promise<void>;
  /** Types `/incident open …`, looks over the form, opens it. */
  opens(who: string, command: string): Promise<void>;
  /** Ticks every warning that has a box. */
  acknowledges(open: Modal): Promise<void>;
  /** [Review], every warning ticked, [Roll back]. */
  approves(who: string): Promise<void>;
  /** [Review], every warning ticked, the modal left open. */
  reviews(who: string): Promise<Modal>;
  /** Waits for the newest message that reads like this, and tells it. */
  reads(who: string, pattern: RegExp, where?: string): Promise<SeenMessage>;
  /** Sends the modal that reads like this as it is. */
  sends(who: string, pattern: RegExp): Promise<void>;
  taps(who: string, message: SeenMessage, actionId: string, label: string): Promise<void>;
}

interface PeopleOptions {
  readonly stage: Stage;
  readonly tell: (line: string) => void;
  readonly waiting: Waiting;
  /** Before they tap or send, so that a watcher can follow. */
  readonly beat: () => Promise<void>;
}

export function peopleOf({ stage, tell, waiting, beat }: PeopleOptions): People {
  const { slack } = stage;

  async function types(who: string, command: string): Promise<string | null> {
    tell(`${name(who)} types: ${command}`);
    const person = slack.as(who);
    const before = person.messages('ops').length;
    const { notice } = await person.slash('ops', command);
    const said =
      notice ??
      person
        .messages('ops')
        .slice(before)
        .find((each) => each.ephemeralFor !== null)?.plain;
    if (said) tell(`Only ${name(who)} reads:\n${indented(said)}`);
    return said ?? null;
  }

  function modal(who: string, pattern: RegExp): Promise<Modal> {
    const fits = () => {
      const open = slack.as(who).modal();
      return open && pattern.test(open.text()) ? open : null;
    };
    return waiting.soon(fits, () => `${who}'s modal to read ${pattern}: ${slack.as(who).modal()?.text()}`);
  }

  async function asks(who: string, command: string): Promise<void> {
    const said = await types(who, command);
    if (said !== null) throw new Error(said);
    const open = await modal(who, /CLEAR|NEEDS|BLOCKED/);
    tell(`What ${name(who)} sees:\n${indented(open.text())}`);
    await beat();
    const sent = await open.submit();
    if (sent.kind !== 'closed') throw new Error(`not sent: ${open.text()}`);
  }

  async function reviews(who: string): Promise<Modal> {
    const request = await waiting.soon(() => slack.as(who).find('ops', /\[Review\]/), 'a request to review');
    tell(`${name(who)} taps [Review].`);
    await slack.as(who).tap(request, TAPS.review);
    const open = await modal(who, /CLEAR|NEEDS|BLOCKED/);
    await acknowledges(open);
    tell(`What ${name(who)} sees:\n${indented(open.text())}`);
    await beat();
    return open;
  }

  async function opens(who: string, command: string): Promise<void> {
    const said = await types(who, command);
    if (said !== null) throw new Error(said);
    await sends(who, /Open incident/);
  }

  async function sends(who: string, pattern: RegExp): Promise<void> {
    const open = await modal(who, pattern);
    tell(`What ${name(who)} sees:\n${indented(open.text())}`);
    await beat();
    const sent = await open.submit();
    if (sent.kind !== 'closed') throw new Error(`not sent: ${open.text()}`);
  }

  async function acknowledges(open: Modal): Promise<void> {
    if (/I know that/.test(open.text())) await open.tick('ticks', 'ticks');
  }

  return {
    types,
    modal,
    asks,
    opens,
    acknowledges,
    reviews,
    async approves(who) {
      const open = await reviews(who);
      const sent = await open.submit();
      if (sent.kind !== 'closed') throw new Error(`not approved: ${open.text()}`);
      tell(`${name(who)} approves.`);
    },
    async reads(who, pattern, where = 'ops') {
      const message = await waiting.soon(
        () => slack.as(who).find(where, pattern),
        () =>
          `${who} to read ${pattern} in ${where}:\n${slack
            .as(who)
            .messages(where)
            .map((each) => each.plain)
            .join('\n--\n')}`,
      );
      tell(
        `${name(who)} reads${where === 'ops' ? '' : ` (${where === 'dm' ? 'direct message' : `#${where}`})`}:\n${indented(message.plain)}`,
      );
      return message;
    },
    sends,
    async taps(who, message, actionId, label) {
      await beat();
      tell(`${name(who)} taps [${label}].`);
      await slack.as(who).tap(message, actionId);
    },
  };
}

function name(who: string): string {
  return `${who.charAt(0).toUpperCase()}${who.slice(1)}`;
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
