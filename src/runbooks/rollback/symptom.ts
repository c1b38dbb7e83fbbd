/** Whether the symptom is gone: asked where the smoke check cannot tell, because it was 200 during the fault too. */
import { preflightSchema } from '../../findings.ts';
import type { Operation } from '../../operation.ts';
import type { Post } from '../../ports.ts';
import * as words from '../../words/after.ts';
import type { World } from '../world.ts';
import { reply } from './reply.ts';

/** What the confirmation says beside. */
export function symptomQuestion(operation: Operation): readonly Post[] {
  return smokeCannotTell(operation) && !answered(operation)
    ? [reply(operation, 'symptom', words.asksForSymptom(operation), true)]
    : [];
}

/** Once, to those who have not answered after five minutes. */
export async function remindOfSymptom(world: World, operation: Operation): Promise<void> {
  if (!smokeCannotTell(operation) || answered(operation)) return;
  await world.ledger.post([reply(operation, 'symptom-reminder', words.remindsOfSymptom(operation), true)]);
}

/** A renewal is approved as it is made: what smoke was before is in its preflight alone. */
function smokeCannotTell({ progress, preflight }: Operation): boolean {
  const shown = preflightSchema.safeParse(preflight);
  return (progress.smokeBefore ?? (shown.success ? shown.data.smoke : null)) === 200;
}

function answered({ marks }: Operation): boolean {
  return marks['symptom-gone'] !== undefined || marks['still-broken'] !== undefined;
}
