/** The status page and the pager as entries: the newest of each. */
import type { Grounds } from '../../grounds.ts';
import type { StatusUpdate } from '../../status-page/start.ts';
import type { Entry } from '../shape.ts';
import { troublesShown } from '../troubles/trouble.ts';
import type { UpdateShown } from './shape.ts';
import { EVERYWHERE, RECEIVER_TROUBLES } from './troubles.ts';

const MOST = 100;

export function* receiverEntries({
  statusPage,
  pager,
}: Pick<Grounds, 'statusPage' | 'pager'>): Iterable<Entry> {
  const requests = statusPage.requests();
  yield [
    'statusPage',
    '',
    {
      updates: statusPage.updates().slice(-MOST).map(updateShown),
      requests: requests
        .map(({ at, signature, came }, n) => ({ n, at: iso(at), signature, came }))
        .slice(-MOST),
      troubles: troublesShown(RECEIVER_TROUBLES, statusPage, EVERYWHERE),
    },
  ];
  yield [
    'pager',
    '',
    {
      alerts: pager
        .alerts()
        .map(({ openedAt, changedAt, source: _source, ...alert }, n) => ({
          ...alert,
          n,
          openedAt: iso(openedAt),
          changedAt: iso(changedAt),
        }))
        .slice(-MOST),
      refused: pager.refused().slice(-MOST),
      troubles: troublesShown(RECEIVER_TROUBLES, pager, EVERYWHERE),
    },
  ];
}

function updateShown({ at, key, body }: StatusUpdate): UpdateShown {
  const { text, ...rest } = body;
  return {
    key,
    at: iso(at),
    text: typeof text === 'string' ? text : '',
    with: Object.entries(rest).map(
      ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
