/** A typed code becomes a proof, or a refusal. Counted before it is looked at (facts/threats.md T22, T23). */
import { acceptedStep, typedCode } from '../../access/totp.ts';
import type { Actor } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Proof } from '../../second-factor.ts';
import * as words from '../../words/second-factor.ts';
import type { World } from '../world.ts';

/** `seed`: the one in use, or the one that waits for its first code. The proof still has to be used up. */
export async function prove(
  world: World,
  person: Actor,
  typed: string,
  seed: 'in-use' | 'pending' = 'in-use',
): Promise<Outcome<Proof>> {
  if (!world.vault) return refused({ reason: 'second-factor-unavailable' });
  const code = typedCode(typed);
  if (code === null) return refused({ reason: 'code-malformed' });
  const guess = await world.secondFactors.claim(person.id, seed);
  if (guess.kind === 'none') return refused({ reason: 'no-second-factor' });
  if (guess.kind === 'locked') return refused({ reason: 'codes-locked', until: guess.until });
  const step = acceptedStep(world.vault.open(person.id, guess.sealed), code, guess.at);
  if (step === null) return wrong(world, person, guess.locks);
  await world.secondFactors.giveBack(person.id);
  if (step <= guess.lastStep) return refused({ reason: 'code-used' });
  return done({ person: person.id, seedNo: guess.seedNo, step });
}

/** The last wrong one locks, and the person hears of it wherever it came from. */
async function wrong(world: World, person: Actor, until: Date | null): Promise<Outcome<Proof>> {
  if (until === null) return refused({ reason: 'wrong-code' });
  await world.ledger.note({
    audit: [
      {
        action: 'second-factor.locked',
        actor: person.id,
        targetType: 'person',
        targetId: person.id,
        payload: { until: until.toISOString() },
      },
    ],
    posts: [
      {
        key: `second-factor/${person.id}/locked/${until.toISOString()}`,
        channel: person.slackId,
        ...words.locked(until),
      },
    ],
  });
  return refused({ reason: 'codes-locked', until });
}
