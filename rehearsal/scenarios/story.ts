/** What people do in a story, told as it happens: type, read, tap. Everything goes through the front door. */
import type { Modal } from '../slack/people/modal.ts';
import type { SeenMessage } from '../slack/people/sight.ts';
import type { Stage } from '../stage.ts';

export interface Operation {
  readonly id: string;
  readonly app: string;
  readonly status: string;
  readonly ending: { readonly why: string } | null;
}

export interface Story {
  /** Types a command in #ops, and reads what only they are shown, if anything. */
  types(who: string, command: string): Promise<string | null>;
  /** The modal on top of this person's screen once it reads like this. */
  modal(who: string, pattern: RegExp): Promise<Modal>;
  /** Types `/rollback …`, waits for the checks, submits. `before`: what is done in the modal first. */
  asks(who: string, command: string, before?: (modal: Modal) => Promise<unknown>): Promise<void>;
  /** [Review], every warning ticked, [Roll back]. */
  approves(who: string): Promise<void>;
  /** [Review], every warning ticked, the modal left open. */
  reviews(who: string): Promise<Modal>;
  /** Waits for the newest message that reads like this, and tells it. */
  reads(who: string, pattern: RegExp, where?: string): Promise<SeenMessage>;
  taps(who: string, message: SeenMessage, actionId: string, label: string): Promise<void>;
  /** The newest operation once it has one of these statuses. */
  becomes(...statuses: readonly string[]): Promise<Operation>;
  /** Requests that made Heroku act, of all POSTs of the bot. */
  posts(): { readonly sent: number; readonly acted: number };
}

const PATIENCE_MS = 60_000;

export function storyOf(stage: Stage, tell: (line: string) => void): Story {
  const { slack, heroku, database } = stage;

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
    return slack.until(
      fits,
      PATIENCE_MS,
      () => `${who}'s modal to read ${pattern}: ${slack.as(who).modal()?.text()}`,
    );
  }

  async function asks(
    who: string,
    command: string,
    before?: (open: Modal) => Promise<unknown>,
  ): Promise<void> {
    const said = await types(who, command);
    if (said !== null) throw new Error(said);
    const open = await modal(who, /CLEAR|NEEDS|BLOCKED/);
    tell(`What ${name(who)} sees:\n${indented(open.text())}`);
    await before?.(open);
    const sent = await open.submit();
    if (sent.kind !== 'closed') throw new Error(`not sent: ${open.text()}`);
  }

  async function reviews(who: string): Promise<Modal> {
    const request = await slack.until(
      () => slack.as(who).find('ops', /\[Review\]/),
      PATIENCE_MS,
      'a request to review',
    );
    tell(`${name(who)} taps [Review].`);
    await slack.as(who).tap(request, 'rollback.review');
    const open = await modal(who, /CLEAR|NEEDS|BLOCKED/);
    if (/I know that/.test(open.text())) await open.tick('ticks', 'ticks');
    tell(`What ${name(who)} sees:\n${indented(open.text())}`);
    return open;
  }

  return {
    types,
    modal,
    asks,
    reviews,
    async approves(who) {
      const open = await reviews(who);
      const sent = await open.submit();
      if (sent.kind !== 'closed') throw new Error(`not approved: ${open.text()}`);
      tell(`${name(who)} approves.`);
    },
    async reads(who, pattern, where = 'ops') {
      const message = await slack.until(
        () => slack.as(who).find(where, pattern),
        PATIENCE_MS,
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
    async taps(who, message, actionId, label) {
      tell(`${name(who)} taps [${label}].`);
      await slack.as(who).tap(message, actionId);
    },
    becomes(...statuses) {
      const newest = async () => {
        const { rows } = await database.query<Operation>(
          'select id, app, status, ending from operation order by requested_at desc, renews nulls last limit 1',
        );
        const [found] = rows;
        return found && statuses.includes(found.status) ? found : null;
      };
      return slack.until(newest, PATIENCE_MS, `the operation to be ${statuses.join(' or ')}`);
    },
    posts() {
      const all = heroku.control.journal.requests('rollback-post');
      return { sent: all.length, acted: all.filter((request) => request.acted).length };
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
