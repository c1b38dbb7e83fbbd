/** One event as PagerDuty's Events API v2 takes it, or what it says is wrong with it. */
import { z } from 'zod';

const key = z.string().min(1).max(255);

const Event = z.discriminatedUnion('event_action', [
  z.object({
    event_action: z.literal('trigger'),
    routing_key: z.string(),
    // PagerDuty makes one up when there is none; then nothing could be resolved.
    dedup_key: key,
    payload: z.object({
      summary: z.string().min(1).max(1024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.iso.datetime({ offset: true }).optional(),
      component: z.string().optional(),
      group: z.string().optional(),
      class: z.string().optional(),
      custom_details: z.unknown().optional(),
    }),
    client: z.string().optional(),
    client_url: z.url().optional(),
    links: z.array(z.object({ href: z.url(), text: z.string().optional() })).optional(),
  }),
  z.object({ event_action: z.enum(['acknowledge', 'resolve']), routing_key: z.string(), dedup_key: key }),
]);

export type PagerEvent =
  | {
      readonly action: 'trigger';
      readonly key: string;
      readonly summary: string;
      readonly source: string;
      readonly severity: string;
    }
  | { readonly action: 'acknowledge' | 'resolve'; readonly key: string };

type Read =
  | { readonly ok: true; readonly event: PagerEvent }
  | { readonly ok: false; readonly errors: readonly string[] };

export function readEvent(sent: unknown, routingKey: string): Read {
  const read = Event.safeParse(sent);
  if (!read.success) {
    return {
      ok: false,
      errors: read.error.issues.map(({ path, message }) => `'${path.join('.')}': ${message}`),
    };
  }
  const { data } = read;
  if (data.routing_key !== routingKey) return { ok: false, errors: ["'routing_key' is unknown"] };
  const { dedup_key } = data;
  if (data.event_action !== 'trigger')
    return { ok: true, event: { action: data.event_action, key: dedup_key } };
  const { summary, source, severity } = data.payload;
  return { ok: true, event: { action: 'trigger', key: dedup_key, summary, source, severity } };
}
