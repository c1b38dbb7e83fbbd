/** Lines of Logplex, as server-sent events or plain: `2023-03-12T06:38:54.754091+00:00 app[api]: text`. Pure. */
import type { LogLine } from '../ports.ts';

export type LogFormat = 'events' | 'plain';

const LINE =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) ([\w-]{1,50})\[([\w.-]{1,100})\]: ?(.*)$/s;

/** Oldest first. What is not a log line is left out, or belongs to the line before it in the same event. */
export function parseLog(text: string, format: LogFormat): readonly LogLine[] {
  const entries = format === 'events' ? eventsIn(text) : text.split(NEWLINE);
  return entries.flatMap((entry) => linesOf(entry)).sort((a, b) => a.at.getTime() - b.at.getTime());
}

const NEWLINE = /\r\n|\n|\r/;

/** The data of each event; other fields (`retry`, `id`) and comments are skipped. */
function eventsIn(text: string): readonly string[] {
  const events: string[] = [];
  let data: string[] = [];
  // An event cut off in the middle is dispatched too: its lines are whole or do not parse.
  for (const line of [...text.split(NEWLINE), '']) {
    if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
    if (line === '' && data.length > 0) {
      events.push(data.join('\n'));
      data = [];
    }
  }
  return events;
}

function linesOf(entry: string): readonly LogLine[] {
  const [, stamp = '', source = '', process = '', message = ''] = LINE.exec(entry) ?? [];
  const at = new Date(stamp);
  if (Number.isNaN(at.getTime())) return [];
  return message.split('\n').map((text) => ({ at, source, process, text }));
}
