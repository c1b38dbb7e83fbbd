/** What went between Slack and the bot, as entries: the newest few hundred lines. */
import { ACK_LIMIT_MS, type ApiCall, type Delivery } from '../../slack/journal.ts';
import type { SlackState } from '../../slack/state.ts';
import type { Stage } from '../../stage.ts';
import type { Entry } from '../shape.ts';
import { troublesShown } from '../troubles/trouble.ts';
import { maskedText } from './masked.ts';
import { secretsOf } from './secrets.ts';
import type { ExchangeShown } from './shape.ts';
import { channelsToSpoil, SLACK_TROUBLES } from './troubles.ts';

const MOST = 300;

export function* inspectorEntries(stage: Stage): Iterable<Entry> {
  const { slack } = stage;
  const secrets = secretsOf(stage);
  const newest = [...slack.journal.deliveries.slice(-MOST), ...slack.journal.calls.slice(-MOST)]
    .sort((a, b) => a.order - b.order)
    .slice(-MOST);
  for (const each of newest) {
    const shown = 'kind' in each ? requestShown(slack.state, each) : callShown(slack.state, each);
    yield [
      'slack.exchange',
      `${shown.side}/${shown.n}`,
      { ...shown, about: maskedText(shown.about, secrets) },
    ];
  }
  yield ['slack.troubles', '', troublesShown(SLACK_TROUBLES, slack, channelsToSpoil(slack))];
}

function requestShown({ users }: SlackState, sent: Delivery): ExchangeShown {
  const { n, order, storyAt, kind, about, user, transport, ackMs, status, outcome } = sent;
  return {
    side: 'request',
    n,
    order,
    at: storyAt.toISOString(),
    name: kind,
    about,
    who: users.get(user)?.name ?? user,
    transport,
    ackMs: outcome === 'acknowledged' || outcome === 'refused' ? ackMs : null,
    late: outcome === 'timeout' || ackMs > ACK_LIMIT_MS,
    status,
    outcome,
    error: null,
  };
}

function callShown(state: SlackState, call: ApiCall): ExchangeShown {
  const { n, order, storyAt, method, status, outcome, error } = call;
  return {
    side: 'call',
    n,
    order,
    at: storyAt.toISOString(),
    name: method,
    about: whereTo(state, call),
    who: null,
    transport: null,
    ackMs: null,
    late: false,
    status,
    outcome,
    error,
  };
}

/** Without a word of what is said: this list is sent to every window, also of those who may not read it in Slack. */
function whereTo({ channels, users }: SlackState, { args }: ApiCall): string {
  const channel = String(args['channel'] ?? '');
  const user = users.get(String(args['user'] ?? ''))?.name ?? '';
  const known = channels.get(channel);
  const place =
    known === undefined || known.kind === 'im' ? (users.get(channel)?.name ?? '') : `#${known.name}`;
  return [place, user].filter((part) => part !== '').join(' ');
}
