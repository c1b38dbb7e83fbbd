import type { Stage } from '../../stage.ts';
import { NotThere } from '../not-there.ts';
import type { BotRequest } from './requests.ts';

/** Throws `NotThere` with words for what cannot be done now. */
export async function performBot({ bot }: Stage, { what }: BotRequest): Promise<null> {
  if (!bot.mortal)
    throw new NotThere('This bot shares the process of the rehearsal: it would take the page along.');
  const wanted = what === 'bot.kill' ? 'running' : 'dead';
  if (bot.state() !== wanted) throw new NotThere(`The bot is ${bot.state()}.`);
  await (what === 'bot.kill' ? bot.kill() : bot.start());
  return null;
}
