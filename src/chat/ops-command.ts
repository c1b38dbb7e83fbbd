/** `/ops`: one word says which part is meant; each part answers for itself. */
import { COMMANDS } from '../ids.ts';
import type { Answer, Command } from '../ports.ts';
import type { World } from '../runbooks/world.ts';
import { opsHelp, unknownPart } from '../words/help.ts';
import { lines } from '../words/mrkdwn.ts';
import { listLocks, lockDeploys, unlockDeploys } from './lock-command.ts';
import { opsTotp } from './ops-totp.ts';
import { tell } from './tell.ts';

/** `rest`: the words after the part's name. */
export type OpsPart = (world: World, command: Command, rest: readonly string[]) => Promise<Answer>;

const PARTS: ReadonlyMap<string, OpsPart> = new Map<string, OpsPart>([
  ['lock', lockDeploys],
  ['unlock', unlockDeploys],
  ['locks', listLocks],
  ['totp', opsTotp],
]);

export function opsCommand(world: World): (command: Command) => Promise<Answer> {
  return async (command) => {
    const [name = '', ...rest] = command.text
      .trim()
      .split(/\s+/u)
      .filter((word) => word !== '');
    if (name === '' || name === 'help') return tell(opsHelp());
    const part = PARTS.get(name);
    if (part) return part(world, command, rest);
    return tell(lines(unknownPart(COMMANDS.ops, name), opsHelp()));
  };
}
