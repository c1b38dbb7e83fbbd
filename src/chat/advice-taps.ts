/** A tap on advice: what the bot cannot do yet is answered with the commands, there and back, to the tapper alone. */
import { z } from 'zod';
import { type Advice, type Preflight, preflightOf } from '../findings.ts';
import { ADVICE_TAPS, VIEWS } from '../ids.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import type { Answer, FrontDesk, Tap } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { advise } from '../runbooks/rollback/adviser.ts';
import type { World } from '../runbooks/world.ts';
import { adviceByHand, adviceGone } from '../words/adviser.ts';
import { aboutOf } from './advice.ts';
import { readAsk } from './ask-form.ts';
import { readMetadata } from './metadata.ts';
import { tell, tellRefusal } from './tell.ts';

export function adviceTaps(world: World): FrontDesk['taps'] {
  return Object.fromEntries(
    Object.entries(ADVICE_TAPS).map(([what, id]) => [id, (tap: Tap) => byHand(world, tap, what)]),
  );
}

async function byHand(world: World, tap: Tap, what: string): Promise<Answer> {
  const person = await entitled(world, tap.slackId, 'rollback.status');
  if (!person.ok) return tellRefusal(person.refusal);
  const shown = await shownTo(world, tap, person.value.id);
  if (!shown.ok) return tellRefusal(shown.refusal);
  const { app, preflight } = shown.value;
  const advice = preflight && advise(preflight).find((each: Advice) => each.what === what);
  if (!preflight || !advice) return tell(adviceGone(app));
  return tell(adviceByHand(advice, aboutOf(app, preflight)));
}

interface Shown {
  readonly app: string;
  /** Null when nobody remembers any more. */
  readonly preflight: Preflight | null;
}

/** What this person had before them: the form they are asking with, their review, or the card. */
async function shownTo(world: World, tap: Tap, personId: string): Promise<Outcome<Shown>> {
  if (tap.view?.callbackId === VIEWS.ask) {
    const form = readAsk(world, tap.view.metadata, tap.values);
    if (!form?.ok) return form ?? refused({ reason: 'unknown-operation', typed: '' });
    const { app, damage } = form.value;
    const seen = world.looks.last(app.name, await world.clock.now());
    return done({ app: app.name, preflight: seen && { ...seen.preflight, damage } });
  }
  const operation = await world.ledger.find(tap.value);
  if (!operation) return refused({ reason: 'unknown-operation', typed: tap.value });
  // A client's claim, good only for finding what this very person was shown.
  const claimed = tap.view && readMetadata(reviewMetadata, tap.view);
  const review = claimed && (await world.ledger.review(operation.id, personId, claimed.hash));
  return done({ app: operation.app, preflight: preflightOf(review?.preflight ?? operation.preflight) });
}

const reviewMetadata = z.object({ hash: z.string() });
