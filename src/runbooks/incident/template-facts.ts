/** What an incident knows of itself, for templates. */
import type { TemplateFact } from '../../comms-templates.ts';
import type { Incident } from '../../incident.ts';
import type { Operation } from '../../operation.ts';
import { plain } from '../../words/mrkdwn.ts';
import { hourMinute, lasted } from '../../words/time.ts';
import type { World } from '../world.ts';
import { surfaceOf } from './public-draft.ts';

/** Null: it does not know. */
export type Facts = Readonly<Record<TemplateFact, string | null>>;

/** `operator`: whoever asks, by name. */
export async function factsOf(world: World, incident: Incident, operator: string, now: Date): Promise<Facts> {
  const { app, severity, symptom, impact, commander, startedAt } = incident;
  const rollback = (await world.ledger.ofIncident(incident.id)).at(-1) ?? null;
  return {
    surface: surfaceOf(world, app),
    started: hourMinute(startedAt),
    elapsed: lasted(now.getTime() - startedAt.getTime()),
    now: hourMinute(now),
    app,
    severity: `SEV-${severity}`,
    symptom: plain(symptom),
    impact: plain(impact) || null,
    commander: commander && plain(commander.name),
    operator: plain(operator),
    bad: rollback?.base ? `v${rollback.base.bad}` : null,
    target: rollback ? `v${rollback.target.version}` : null,
  };
}

/** The rollback that the operators' texts are about: the last that was sent. */
export async function rollbackOf(world: World, { id }: Pick<Incident, 'id'>): Promise<Operation | null> {
  const operations = await world.ledger.ofIncident(id);
  return operations.findLast(({ kind, sentAt }) => kind === 'rollback' && sentAt !== null) ?? null;
}

/** Where no incident is open to fill them from. */
export function sampleFacts(world: World, now: Date): Facts {
  const [app] = world.apps.all;
  return {
    surface: app?.surface ?? 'the platform',
    started: hourMinute(new Date(now.getTime() - 25 * 60_000)),
    elapsed: lasted(25 * 60_000),
    now: hourMinute(now),
    app: app?.name ?? 'an-app',
    severity: 'SEV-2',
    symptom: 'signup 500s',
    impact: 'nobody can sign up',
    commander: 'Ana',
    operator: 'Bo',
    bad: 'v85',
    target: 'v84',
  };
}
