/** What Slack itself tells a person when the app did not do its part. */
import type { Delivery } from '../journal.ts';
import type { SlackState } from '../state.ts';

/** Null when the app acknowledged. */
export function errorCode(delivery: Delivery): string | null {
  switch (delivery.outcome) {
    case 'acknowledged':
      return null;
    case 'timeout':
      return 'operation_timeout';
    case 'unreachable':
      return 'dispatch_failed';
    case 'refused':
      return (delivery.status ?? 0) < 500 ? 'http_client_error' : 'http_service_error';
  }
}

export function tell(state: SlackState, user: string, text: string): string {
  state.notices.push({ user, text });
  return text;
}
