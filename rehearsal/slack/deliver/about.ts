/** What a delivery is about, in one line: read once, when it is sent. */
import { isRecord } from '../block-kit/rules.ts';
import type { DeliveryKind } from '../journal.ts';
import type { Wire } from './deliver.ts';

/** The payload as the app reads it; null for what is no payload. */
export function payloadOf(wire: Wire): unknown {
  if (wire.transport === 'none') return null;
  if (wire.transport === 'socket') return wire.envelope['payload'] ?? null;
  if (wire.headers['content-type'] === 'application/json') return parsed(wire.body);
  const form = new URLSearchParams(wire.body);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : parsed(payload);
}

/** Forged bytes may be anything. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

export function aboutOf(kind: DeliveryKind, wire: Wire): string {
  const payload = payloadOf(wire);
  if (!isRecord(payload)) return '';
  const view = isRecord(payload['view']) ? payload['view'] : {};
  switch (kind) {
    case 'slash_command':
      return `${text(payload['command'])} ${text(payload['text'])}`.trim();
    case 'block_actions': {
      const [action] = Array.isArray(payload['actions']) ? payload['actions'] : [];
      return isRecord(action) ? text(action['action_id']) : '';
    }
    case 'block_suggestion':
      return text(payload['action_id']);
    case 'view_submission':
    case 'view_closed':
      return text(view['callback_id']);
    case 'shortcut':
    case 'message_action':
      return text(payload['callback_id']);
    case 'app_home_opened':
      return '';
    case 'reaction_added':
    case 'reaction_removed': {
      const event = isRecord(payload['event']) ? payload['event'] : {};
      return `:${text(event['reaction'])}:`;
    }
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
