/** Webhooks, as people hear of them: only when one is not taken, and when it was in the end. */
import { code, lines, type Mrkdwn, say } from './mrkdwn.ts';
import { hourMinute } from './time.ts';

/** Where it goes and what then happens by hand. */
interface Receiver {
  readonly name: string;
  readonly what: string;
  readonly byHand: Mrkdwn;
  readonly mend: Mrkdwn;
}

const RECEIVERS = {
  'status-page': {
    name: 'status page',
    what: 'the text',
    byHand: say`Put the text there by hand if customers read it there.`,
    mend: say`Look at ${code('status_page')} in the configuration, and at what its receiver logged.`,
  },
  paging: {
    name: 'paging service',
    what: 'the call',
    byHand: say`Call people by hand: nobody was paged.`,
    mend: say`Look at ${code('paging')} in the configuration.`,
  },
  'paging, resolved': {
    name: 'paging service',
    what: 'the end of its alert',
    byHand: say`End its alert by hand: the incident is closed.`,
    mend: say`Look at ${code('paging')} in the configuration.`,
  },
} as const satisfies Record<string, Receiver>;

export type To = keyof typeof RECEIVERS;

/** `problem`: a status, or why it was not reached. */
export function failing(to: To, host: string, problem: string, until: Date): Mrkdwn {
  const { name, what, byHand } = RECEIVERS[to];
  return lines(
    say`The ${name} at ${host} has not taken ${what} yet: ${why(problem)}. I go on trying until ${hourMinute(until)} tomorrow.`,
    byHand,
  );
}

export function takenAfterAll(to: To, host: string): Mrkdwn {
  return say`The ${RECEIVERS[to].name} at ${host} has taken ${RECEIVERS[to].what} now.`;
}

export function givenUp(to: To, host: string, problem: string): Mrkdwn {
  const { name, what, byHand, mend } = RECEIVERS[to];
  return lines(
    say`The ${name} at ${host} did not take ${what}: ${why(problem)}. I do not try again.`,
    say`${byHand} ${mend}`,
  );
}

const REASONS: Readonly<Record<string, string>> = {
  slow: 'it did not answer in time',
  refused: 'nothing listens there',
  dns: 'its name cannot be resolved',
  tls: 'its certificate is not good',
  broken: 'the connection broke',
  'forbidden-address': 'its address is not a public one',
};

function why(problem: string): string {
  return REASONS[problem] ?? `it answered ${problem}`;
}
