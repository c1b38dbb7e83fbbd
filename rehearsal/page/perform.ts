/** Doing what a window asked for. */
import type { Stage } from '../stage.ts';
import type { Request } from './requests.ts';
import { performSlack } from './slack/perform.ts';

export async function perform(stage: Stage, handle: string, request: Request): Promise<unknown> {
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
