/** Doing what a window asked for. */
import type { Stage } from '../stage.ts';
import type { Theatre } from '../theatre.ts';
import { performBot } from './bot/perform.ts';
import { performHeroku } from './heroku/perform.ts';
import type { House } from './house.ts';
import { performInspector } from './inspector/perform.ts';
import { NotThere } from './not-there.ts';
import type { Request } from './requests.ts';
import { performSlack } from './slack/perform.ts';
import { performStory } from './story/perform.ts';
import type { StoryRequest } from './story/requests.ts';
import { performTheatre } from './theatre/perform.ts';
import type { TheatreRequest } from './theatre/requests.ts';

type OnStage = Exclude<Request, TheatreRequest | StoryRequest>;

const BEING_SET = 'The stage is being set.';

/** Throws `NotThere` with words for whoever asked, also while there is no stage to do it on. */
export async function perform(house: House, handle: string, request: Request): Promise<unknown> {
  const { theatre, director } = house;
  if (theatre.state() === 'setting') throw new NotThere(BEING_SET);
  switch (request.what) {
    case 'theatre.reset':
      await director.forget();
      return performTheatre(theatre, request);
    case 'story.begin':
    case 'story.show':
    case 'story.end':
      return performStory(director, request);
    default:
      return performOnStage(theatre, handle, request);
  }
}

async function performOnStage(theatre: Theatre, handle: string, request: OnStage): Promise<unknown> {
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

async function onStage(stage: Stage, handle: string, request: OnStage): Promise<unknown> {
  switch (request.what) {
    case 'clock.rate':
      await stage.clock.setRate(request.rate);
      return null;
    case 'clock.leap':
      await stage.clock.leap(request.ms);
      return null;
    case 'heroku.trouble':
    case 'heroku.fault':
    case 'heroku.lift':
      return performHeroku(stage.heroku, request);
    case 'slack.inspect':
    case 'slack.trouble':
      return performInspector(stage, request);
    case 'bot.kill':
    case 'bot.start':
      return performBot(stage, request);
    default:
      return performSlack(stage.slack, handle, request);
  }
}
