/** [Publish] under a draft for customers, and the tick of the claim beside it. */
import { TAPS } from '../ids.ts';
import type { Answer, FrontDesk, Tap } from '../ports.ts';
import type { PublicText } from '../publications.ts';
import { publish } from '../runbooks/incident/public-texts.ts';
import type { World } from '../runbooks/world.ts';
import { CLAIM } from '../words/public-texts.ts';
import { tellRefusal } from './tell.ts';

export function publicTaps(world: World): FrontDesk['taps'] {
  const on = (which: PublicText) => (tap: Tap) => published(world, tap, which);
  return {
    [TAPS.publishInvestigating]: on('investigating'),
    [TAPS.publishRolledBack]: on('rolled-back'),
    [TAPS.publishRecovered]: on('recovered'),
    // Slack reports each tick; it counts when [Publish] is tapped.
    [TAPS.claimNoAccountData]: async () => ({ kind: 'nothing' }),
  };
}

async function published(world: World, tap: Tap, which: PublicText): Promise<Answer> {
  const ticked = tap.values[CLAIM.block]?.[TAPS.claimNoAccountData];
  const outcome = await publish(world, {
    operationId: tap.value,
    which,
    slackId: tap.slackId,
    claimsNoDataAffected: which === 'investigating' && ticked === CLAIM.value,
  });
  return outcome.ok ? { kind: 'nothing' } : tellRefusal(outcome.refusal);
}
