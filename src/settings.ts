/** What procedures are told of the configuration, the ids they hand out, and where webhooks go. */
import { randomBytes } from 'node:crypto';
import type { Config } from './config/config.ts';
import { pager } from './http/pager.ts';
import { statusPage } from './http/status-page.ts';
import type { Destination } from './http/webhook-destination.ts';
import type { Settings } from './runbooks/world.ts';

export function settingsOf(config: Config): Settings {
  const [first, ...rest] = config.channels.ops;
  if (first === undefined) throw new Error('no ops channel is configured');
  const operators = config.people.persons.filter(
    (person) => !person.agent && (person.role === 'ops' || person.role === 'superadmin'),
  );
  const groups = config.people.groups.filter((group) => group.role === 'ops' || group.role === 'superadmin');
  return {
    opsChannels: [first, ...rest],
    recordChannel: config.channels.record,
    statusChannel: config.channels.status,
    launchPhase: config.launchPhase,
    digest: { atMinute: config.digest.atMinute, channel: config.digest.channel ?? first },
    statusPage: config.statusPage && new URL(config.statusPage.url).host,
    paging: config.paging !== null,
    ownApp: config.ownApp,
    publicUrl: config.publicUrl,
    approvalExpiresMs: config.approvalExpiresMs,
    holdMs: config.holdMs,
    reviewAfterMs: config.reviewAfterMs,
    freezes: config.freezes,
    flags: config.flags,
    templates: config.templates,
    approverMentions: {
      people: operators.flatMap((person) => person.slackIds.slice(0, 1)),
      groups: groups.map((group) => group.id),
    },
  };
}

/** Where webhooks go, with the secrets they need. */
export function destinationsOf({ statusPage: page, paging }: Config): readonly Destination[] {
  return [
    ...(page ? [statusPage(page.url, () => page.secret.reveal())] : []),
    ...(paging ? [pager(paging.url, () => paging.routingKey.reveal())] : []),
  ];
}

const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** `rb-` for operations, `in-` for incidents, `pt-` for public texts, and 8 characters that cannot be mistaken for one another when read aloud. */
export function newId(prefix: 'rb' | 'in' | 'pt'): string {
  return `${prefix}-${Array.from(randomBytes(8), (byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
}
