/** What this process does by itself beside the durable runs: one loop each, started together, stopped together. */
import { drawHeadline } from './chat/incident-headline.ts';
import { rollbackCard } from './chat/rollback-card.ts';
import type { Destination } from './http/webhook-destination.ts';
import { sendWebhooks } from './http/webhook-sender.ts';
import type { AgendaWhat } from './incident.ts';
import type { Log } from './log.ts';
import type { Pool } from './postgres/sql.ts';
import { openWebhookQueue } from './postgres/webhooks.ts';
import { dailyRound } from './runbooks/daily.ts';
import { keepAgenda, TO_LOOK, TO_SAY } from './runbooks/incident/agenda.ts';
import { dailyDigest } from './runbooks/incident/digest.ts';
import { drawDraft } from './runbooks/incident/public-draft.ts';
import { webhookReport } from './runbooks/incident/webhook-report.ts';
import { drawChecklist } from './runbooks/rollback/re-pin.ts';
import { approversBut, type World } from './runbooks/world.ts';
import { startCardDrawer } from './slack/card-drawer.ts';
import { type Loop, startLoop } from './slack/loop.ts';
import { startOutboxSender } from './slack/outbox-sender.ts';
import type { SlackWeb } from './slack/web.ts';
import { mentions } from './words/rollback.ts';

export interface RoundsParts {
  readonly pool: Pool;
  readonly web: SlackWeb;
  readonly world: World;
  /** Where people hear what another channel does not take. */
  readonly fallback: string;
  readonly executorId: string;
  /** Where webhooks go; those for nowhere wait. */
  readonly destinations: readonly Destination[];
  /** Rehearsal and tests: receivers on this machine are reached. */
  readonly allowLoopback: boolean;
  /** Whether Slack has said who we are: before, nobody can be told anything. */
  readonly known: () => boolean;
  readonly times: {
    readonly outboxLeaseSeconds?: number;
    /** How often to look whether a day has begun. */
    readonly dailyLookMs?: number;
    /** How often to look what incidents have coming. */
    readonly agendaLookMs?: number;
    /** The same, for what has Heroku read. */
    readonly sightLookMs?: number;
    /** How often to look for webhooks to send. */
    readonly webhookLookMs?: number;
  };
  readonly log: Log;
}

/** All of them, until `stop`. */
export function startRounds(parts: RoundsParts): Pick<Loop, 'stop'> {
  const { pool, web, world, fallback, log, times } = parts;
  const live = { db: pool, web, log, fallback };
  const webhooks = {
    queue: openWebhookQueue(pool, parts.executorId),
    destinations: parts.destinations,
    report: webhookReport(world),
    now: () => world.clock.now(),
    reach: { allowLoopback: parts.allowLoopback },
    log,
  };
  const agendaRound = (name: string, what: readonly AgendaWhat[], everyMs = 1_000) =>
    startLoop({
      name,
      everyMs,
      log,
      round: () =>
        keepAgenda(world, what, (item, err) =>
          log.error({ err, item }, 'an incident waits for what was due'),
        ),
    });
  const loops = [
    startOutboxSender({
      ...live,
      executor: parts.executorId,
      ...(times.outboxLeaseSeconds === undefined ? {} : { leaseSeconds: times.outboxLeaseSeconds }),
    }),
    startCardDrawer({ ...live, table: 'card', draw: (operationId) => drawCard(world, operationId) }),
    startCardDrawer({
      ...live,
      table: 're_pin_card',
      draw: (operationId) => drawChecklist(world, operationId),
    }),
    startCardDrawer({
      ...live,
      table: 'incident_card',
      draw: (incidentId) => drawHeadline(world, incidentId),
    }),
    startCardDrawer({ ...live, table: 'draft_card', draw: (draftId) => drawDraft(world, draftId) }),
    startLoop({
      name: 'daily round',
      everyMs: times.dailyLookMs ?? 60_000,
      log,
      round: async () => {
        if (!parts.known()) return;
        await dailyRound(world);
        await dailyDigest(world);
      },
    }),
    agendaRound('agenda', TO_SAY, times.agendaLookMs),
    agendaRound('agenda, looking', TO_LOOK, times.sightLookMs),
    startLoop({
      name: 'webhooks',
      everyMs: times.webhookLookMs ?? 500,
      log,
      round: () => sendWebhooks(webhooks),
    }),
  ];
  return { stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) };
}

async function drawCard(world: World, operationId: string) {
  const [operation, now] = await Promise.all([world.ledger.find(operationId), world.clock.now()]);
  if (!operation) throw new Error(`card of an unknown operation ${operationId}`);
  const asks = world.apps.find(operation.app)?.approval !== 'none';
  const called = asks ? mentions(approversBut(world.settings, operation.requester.slackId)) : null;
  return rollbackCard(operation, called, now);
}
