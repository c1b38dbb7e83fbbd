/** Why people are woken by heroku.md's rules, and what is said where nobody is. */
import { TAPS } from '../ids.ts';
import type { ErrorCode, Incident, Recognised } from '../incident.ts';
import type { Message, ReadFailure, SmokeResult } from '../ports.ts';
import type { ButtonSpec } from './blocks.ts';
import { withButtons } from './choices.ts';
import { lines, type Mrkdwn, say } from './mrkdwn.ts';
import { hourMinute } from './time.ts';

const NAMES = { R10: 'boot timeout', R14: 'memory' } as const satisfies Record<ErrorCode, string>;

/** A clause without a full stop, plain: a pager shows it too. */
export function reason({ app }: Pick<Incident, 'app'>, found: Recognised): string {
  switch (found.rule) {
    case 'deploy-failed':
      return `a deploy of ${app} failed past its gate: v${found.version} (${found.description})`;
    case 'errors-go-on': {
      const { code, first } = found.run;
      return `${app} logs Error ${code} (${NAMES[code]}) since ${hourMinute(first)}, longer than 30 min`;
    }
    case 'heroku-incident':
      return `Heroku has an incident that may reach the us region: ${found.title}`;
    case 'unreachable':
      return `${app} cannot be reached (${answerOf(found.smoke)}) and Heroku is green: data or set-up may be broken, so somebody has to open the dashboard`;
  }
}

function answerOf(smoke: SmokeResult): string {
  return smoke.kind === 'answered' ? String(smoke.status) : smoke.why;
}

/** Not production: nobody's phone rings unless somebody wants it. */
export function offers(incident: Pick<Incident, 'id'>, why: string): Message {
  return withButtons(
    lines(
      say`Reason to call everybody: ${why}.`,
      say`It is not production, so I called nobody: [Escalate] does.`,
    ),
    escalate(incident),
  );
}

export function statusUnreadable(incident: Pick<Incident, 'id' | 'app'>, why: ReadFailure): Message {
  return withButtons(
    lines(
      say`${incident.app} cannot be reached, and Heroku's status cannot be read (${UNREAD[why] ?? 'it does not answer'}): whether Heroku is to blame I cannot say.`,
      say`Look at status.heroku.com. I look again every 5 min, and called nobody.`,
    ),
    escalate(incident),
  );
}

const UNREAD: Partial<Readonly<Record<ReadFailure, string>>> = {
  slow: 'it does not answer in time',
  malformed: 'it answers something else',
  'rate-limited': 'it was asked too often',
};

export const timelineSeen = (code: ErrorCode): Mrkdwn => say`Error ${code} (${NAMES[code]}) in the log.`;
export const timelineWoken = (why: string): Mrkdwn => say`Called all operators: ${why}.`;
export const timelineOffered = (why: string): Mrkdwn => say`Reason to call everybody: ${why}.`;

function escalate({ id }: Pick<Incident, 'id'>): ButtonSpec {
  return { id: TAPS.incidentEscalate, label: 'Escalate', value: id };
}
