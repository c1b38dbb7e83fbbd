/** What single log lines say went wrong, in Heroku's own codes (heroku.md B). Pure. */
import type { LogLine } from '../../ports.ts';

/** `other-5xx`: any other answer of 500 and above that the router passed on or made up. */
export const FAULT_CODES = ['R10', 'R14', 'H10', 'H12', 'other-5xx'] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

export interface Routed {
  /** Null when the app answered by itself. */
  readonly code: string | null;
  readonly status: number | null;
}

/** A line of the router; null for any other. */
export function routed({ source, process, text }: LogLine): Routed | null {
  if (source !== 'heroku' || process !== 'router') return null;
  const status = /(?:^| )status=(\d{3})(?= |$)/.exec(text)?.[1];
  return {
    code: /(?:^| )code=(H\d\d)(?= |$)/.exec(text)?.[1] ?? null,
    status: status === undefined ? null : Number(status),
  };
}

export function faultOf(line: LogLine): FaultCode | null {
  const seen = routed(line);
  if (seen === null) return line.source === 'heroku' ? memoryOrBoot(line.text) : null;
  const { code, status } = seen;
  if (code === 'H10' || code === 'H12') return code;
  // A page that somebody switched on is no fault.
  return code !== MAINTENANCE && status !== null && status >= 500 ? 'other-5xx' : null;
}

export const MAINTENANCE = 'H80';

function memoryOrBoot(text: string): FaultCode | null {
  const code = /^Error (R10|R14)\b/.exec(text)?.[1];
  return code === 'R10' || code === 'R14' ? code : null;
}
