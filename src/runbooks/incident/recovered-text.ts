/** The customers' third text when an incident is closed: whether it may go out, and sending it. */
import type { Incident } from '../../incident.ts';
import type { Operation } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Mrkdwn } from '../../words/mrkdwn.ts';
import { PUBLIC_RECOVERED } from '../../words/templates.ts';
import type { World } from '../world.ts';
import { notTrue } from './public-claims.ts';
import { publish } from './public-texts.ts';

export type NoText = 'drill' | 'no-status-channel' | 'not-recovered';

export type Offered =
  | { readonly ok: true; readonly operation: Operation; readonly text: Mrkdwn; readonly channel: string }
  | { readonly ok: false; readonly why: NoText };

/** It claims that the platform has recovered, so a rollback of ours must have proven so. */
export async function recoveredText(
  world: World,
  incident: Incident,
  operations: readonly Operation[],
): Promise<Offered> {
  const { statusChannel } = world.settings;
  if (incident.drill) return { ok: false, why: 'drill' };
  if (statusChannel === null) return { ok: false, why: 'no-status-channel' };
  const operation = operations.findLast(({ status }) => status === 'recovered');
  if (!operation || (await notTrue(world, 'recovered', operation)) !== null) {
    return { ok: false, why: 'not-recovered' };
  }
  return { ok: true, operation, text: PUBLIC_RECOVERED, channel: statusChannel };
}

/** Somebody else having published it meanwhile is as good. */
export async function publishRecovered(
  world: World,
  incident: Incident,
  slackId: string,
): Promise<Outcome<null>> {
  const offered = await recoveredText(world, incident, await world.ledger.ofIncident(incident.id));
  if (!offered.ok) {
    if (offered.why === 'no-status-channel') return refused({ reason: offered.why });
    return refused({ reason: 'not-recovered', app: incident.app });
  }
  const asked = { operationId: offered.operation.id, which: 'recovered', slackId } as const;
  const outcome = await publish(world, { ...asked, claimsNoDataAffected: false });
  return outcome.ok || outcome.refusal.reason === 'already-published' ? done(null) : outcome;
}
