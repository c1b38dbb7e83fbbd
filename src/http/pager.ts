/** What wakes people, in PagerDuty's Events v2 format: the routing key goes in when an event is sent, and nowhere else. */
import type { Destination } from './webhook-destination.ts';

export function pager(url: string, routingKey: () => string): Destination {
  return {
    kind: 'paging',
    url,
    dress(body) {
      const event = JSON.parse(body) as Readonly<Record<string, unknown>>;
      return { headers: {}, body: JSON.stringify({ ...event, routing_key: routingKey() }) };
    },
  };
}
