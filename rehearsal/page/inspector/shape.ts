/** What went between Slack and the bot, as a window lists it. Types only: shared by both sides. */

/** One line of the list; the rest of it is asked for. */
export interface ExchangeShown {
  /** `request`: Slack to the bot. `call`: the bot to Slack's Web API. */
  readonly side: 'request' | 'call';
  /** Within its side. */
  readonly n: number;
  /** Of both sides, as they began. */
  readonly order: number;
  /** ISO 8601, of the story. */
  readonly at: string;
  /** Kind of the request, or method of the call. */
  readonly name: string;
  readonly about: string;
  /** Whoever did it; null for a call. */
  readonly who: string | null;
  readonly transport: 'http' | 'socket' | 'none' | null;
  /** Milliseconds to the acknowledgement; null for a call, and where none came. */
  readonly ackMs: number | null;
  /** Slack had given up waiting. */
  readonly late: boolean;
  readonly status: number | null;
  readonly outcome: 'acknowledged' | 'refused' | 'timeout' | 'unreachable' | 'pending' | 'answered' | 'lost';
  /** Slack's error code. */
  readonly error: string | null;
}

/** All of one exchange, without secrets. */
export interface Inspected {
  readonly headers: Readonly<Record<string, string>>;
  readonly sent: unknown;
  /** What came with a request's acknowledgement; null for nothing. */
  readonly answered: unknown;
}
