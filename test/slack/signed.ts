/** Requests as Slack signs them, written independently of the code under test. */
import { createHmac } from 'node:crypto';

export const SECRET = 'former-and-current-secret-of-the-tests';
export const TEAM = 'T0RAXX0WORK';

export interface Signed {
  readonly body: string | Buffer;
  readonly headers: Record<string, string>;
}

export function signed(
  body: string | Buffer,
  { secret = SECRET, at = Date.now(), type = 'application/x-www-form-urlencoded' } = {},
): Signed {
  const timestamp = String(Math.floor(at / 1000));
  return {
    body,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature(body, timestamp, secret),
    },
  };
}

export function signature(body: string | Buffer, timestamp: string, secret = SECRET): string {
  const text = Buffer.concat([Buffer.from(`v0:${timestamp}:`), Buffer.from(body)]);
  return `v0=${createHmac('sha256', secret).update(text).digest('hex')}`;
}

export function command(fields: Record<string, string> = {}): string {
  return new URLSearchParams({
    command: '/rollback',
    text: 'api v84',
    user_id: 'U0RAXX00ANA',
    channel_id: 'C0RAXX00OPS',
    team_id: TEAM,
    trigger_id: '13.37.abc',
    is_enterprise_install: 'false',
    response_url: 'http://127.0.0.1:9/never',
    ...fields,
  }).toString();
}

type Fields = Record<string, unknown>;

export function tap(fields: Fields = {}): Fields {
  return {
    type: 'block_actions',
    team: { id: TEAM, domain: 'home' },
    user: { id: 'U0RAXX00ANA', name: 'ana', team_id: TEAM },
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: '13.37.tap',
    channel: { id: 'C0RAXX00OPS', name: 'ops' },
    container: { type: 'message', channel_id: 'C0RAXX00OPS' },
    actions: [{ type: 'button', action_id: 'rollback.review', block_id: 'b1', value: 'op_7f3a' }],
    ...fields,
  };
}

export function submission(fields: Fields = {}, view: Fields = {}): Fields {
  return {
    type: 'view_submission',
    team: { id: TEAM, domain: 'home' },
    user: { id: 'U0RAXX00ANA', name: 'ana', team_id: TEAM },
    enterprise: null,
    trigger_id: '13.37.sub',
    view: {
      id: 'V01',
      type: 'modal',
      callback_id: 'rollback.ask',
      private_metadata: 'op_7f3a',
      hash: '1.x',
      team_id: TEAM,
      blocks: [
        { type: 'section', block_id: 'facts' },
        { type: 'input', block_id: 'symptom' },
      ],
      state: { values: { symptom: { text: { type: 'plain_text_input', value: 'signup 500s' } } } },
      ...view,
    },
    ...fields,
  };
}

export function messageShortcut(fields: Fields = {}): Fields {
  return {
    type: 'message_action',
    callback_id: 'rollback.because-of-this',
    team: { id: TEAM, domain: 'home' },
    user: { id: 'U0RAXX00ANA', name: 'ana', team_id: TEAM },
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: '13.37.cut',
    action_ts: '1.1',
    channel: { id: 'C0RAXX00OPS', name: 'ops' },
    message_ts: '1763607600.000100',
    message: { type: 'message', user: 'U0RAXX00SUE', ts: '1763607600.000100', text: 'signup 500s' },
    ...fields,
  };
}

export function homeOpened(event: Fields = {}, fields: Fields = {}): Fields {
  return {
    type: 'event_callback',
    team_id: TEAM,
    event_id: 'Ev0HOME',
    event: { type: 'app_home_opened', user: 'U0RAXX00ANA', channel: 'D0RAXX00ANA', tab: 'home', ...event },
    ...fields,
  };
}

export function payload(value: unknown): string {
  return new URLSearchParams({ payload: JSON.stringify(value) }).toString();
}
