import type { ExchangeShown } from '../../../inspector/shape.ts';

export function wentWrong({ late, outcome, error }: ExchangeShown): boolean {
  return late || error !== null || !['acknowledged', 'answered', 'pending'].includes(outcome);
}

/** What became of it, in words. */
export function outcomeIn(exchange: ExchangeShown): string {
  const { side, outcome, status, error, ackMs, late, transport } = exchange;
  if (side === 'call') {
    if (outcome === 'pending') return 'no answer yet';
    if (outcome === 'lost') return 'answer lost';
    return error ?? 'ok';
  }
  if (outcome === 'unreachable') return 'the bot was not there';
  if (outcome === 'timeout') return 'LATE: no acknowledgement within 3 s';
  const over = status === null ? `over the ${transport}` : String(status);
  return `${late ? 'LATE: ' : ''}${over}, acknowledged in ${ackMs} ms`;
}
