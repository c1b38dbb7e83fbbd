/** Whether an operator text is told directly now or waits for the daily digest (rollback.md, comms; ruling 14). Pure. */
import type { Incident } from '../../incident.ts';
import { day } from '../../words/time.ts';
import type { LaunchPhase } from '../world.ts';

/** `live`: there is no digest. The others break its rule, and say so. */
export type AtOnce = 'live' | 'next-day' | 'live-flow';

export type DigestRule = { readonly told: 'at-once'; readonly why: AtOnce } | { readonly told: 'digest' };

type Facts = Pick<Incident, 'liveFlow' | 'openedAt' | 'closed'>;

export function digestRule(launchPhase: LaunchPhase, incident: Facts, now: Date): DigestRule {
  if (launchPhase === 'live') return { told: 'at-once', why: 'live' };
  if (incident.liveFlow) return { told: 'at-once', why: 'live-flow' };
  const lasted = incident.closed?.at ?? now;
  return day(lasted) === day(incident.openedAt) ? { told: 'digest' } : { told: 'at-once', why: 'next-day' };
}

/** The first instant of the next UTC day. */
export function nextDay(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1));
}
