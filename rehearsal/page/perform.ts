/** Doing what a window asked for. */
import type { Stage } from '../stage.ts';
import type { Theatre } from '../theatre.ts';
import { NotThere } from './not-there.ts';
import type { Request } from './requests.ts';
import { performSlack } from './slack/perform.ts';
import { performTheatre } from './theatre/perform.ts';
import type { TheatreRequest } from './theatre/requests.ts';

const BEING_SET = 'The stage is being set.';

/** Throws `NotThere` with words for whoever asked, also while there is no stage to do it on. */
export async function perform(theatre: Theatre, handle: string, request: Request): Promise<unknown> {
  if (theatre.state() === 'setting') throw new NotThere(BEING_SET);
  if (request.what === 'theatre.reset') return performTheatre(theatre, request);
  const stage = theatre.stage();
  if (stage === null) throw new NotThere('There is no stage. [Start over] sets a new one.');
  try {
    return await onStage(stage, handle, request);
  } catch (error) {
    // It was struck under their hands: what broke then is not theirs to read.
    if (theatre.stage() !== stage) throw new NotThere(BEING_SET);
    throw error;
  }
}

async function onStage(
  stage: Stage,
  handle: string,
  request: Exclude<Request, TheatreRequest>,
): Promise<unknown> {
  switch (request.what) {
    case 'clock.rate':
      await stage.clock.setRate(request.rate);
      return null;
    case 'clock.leap':
      await stage.clock.leap(request.ms);
      return null;
    default:
      return performSlack(stage.slack, handle, request);
  }
}
