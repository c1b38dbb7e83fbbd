/** Doing what a window asked for. */
import type { Stage } from '../stage.ts';
import { performBot } from './bot/perform.ts';
import type { ClockRequest } from './clock/requests.ts';
import { performHeroku } from './heroku/perform.ts';
import type { HerokuRequest } from './heroku/requests.ts';
import type { House } from './house.ts';
import { performInspector } from './inspector/perform.ts';
import { NotThere } from './not-there.ts';
import { performReceiver } from './receivers/perform.ts';
import type { ReceiverRequest } from './receivers/requests.ts';
import type { Request } from './requests.ts';
import type { ShownStage, ShownTheatre } from './shown.ts';
import { performSlack } from './slack/perform.ts';
import { performStory } from './story/perform.ts';
import type { StoryRequest } from './story/requests.ts';
import { performTheatre } from './theatre/perform.ts';
import type { TheatreRequest } from './theatre/requests.ts';

type OnStage = Exclude<Request, TheatreRequest | StoryRequest>;
/** What only the simulated workspace has. */
type InWorkspace = Exclude<OnStage, ClockRequest | HerokuRequest | ReceiverRequest>;

const BEING_SET = 'The stage is being set.';
const OWN_SLACK = 'The workspace is your own Slack: do that there.';

/** Throws `NotThere` with words for whoever asked, also while there is no stage to do it on. */
export async function perform(house: House, handle: string, request: Request): Promise<unknown> {
  const { theatre, director } = house;
  if (theatre.state() === 'setting') throw new NotThere(BEING_SET);
  switch (request.what) {
    case 'theatre.reset':
      await director?.forget();
      return performTheatre(theatre, request);
    case 'story.begin':
    case 'story.show':
    case 'story.end':
      if (director === null) throw new NotThere(OWN_SLACK);
      return performStory(director, request);
    default:
      return performOnStage(theatre, handle, request);
  }
}

async function performOnStage(theatre: ShownTheatre, handle: string, request: OnStage): Promise<unknown> {
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

async function onStage(stage: ShownStage, handle: string, request: OnStage): Promise<unknown> {
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
    case 'receiver.trouble':
      return performReceiver(stage, request);
    default:
      if (stage.slack === null) throw new NotThere(OWN_SLACK);
      return inWorkspace(stage, handle, request);
  }
}

async function inWorkspace(stage: Stage, handle: string, request: InWorkspace): Promise<unknown> {
  switch (request.what) {
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
