/** Named troubles as data: what a window can do to a simulated world by one switch or button. */
import { NotThere } from '../not-there.ts';
import type { Asked, TroubleShown } from './shape.ts';

export interface At<World> {
  readonly world: World;
  /** App or channel. */
  readonly where: string;
  /** The number or the release's version that it asks for; 0 where it asks for none. */
  readonly amount: number;
}

export interface Trouble<World> {
  readonly id: string;
  readonly group: string;
  readonly words: string;
  readonly asks?: Asked;
  readonly everywhere?: true;
  /** Throws `NotThere` with words where it cannot be done. */
  start(at: At<World>): void | Promise<void>;
  /** Only what can be taken back: a switch. */
  readonly ends?: {
    stop(at: At<World>): void | Promise<void>;
    isOn(at: At<World>): boolean;
  };
}

export interface Turn {
  readonly id: string;
  readonly where: string;
  readonly amount: number | null;
  readonly on: boolean;
}

/** Throws `NotThere` for what cannot be done, in words. */
export async function turn<World>(
  troubles: readonly Trouble<World>[],
  world: World,
  places: readonly string[],
  { id, where, amount, on }: Turn,
): Promise<void> {
  const trouble = troubles.find((each) => each.id === id);
  if (trouble === undefined) throw new NotThere('I know no such trouble. Reload the page.');
  if (!places.includes(where)) throw new NotThere(`There is no ${where} here.`);
  if (!on) {
    if (trouble.ends === undefined) throw new NotThere('That cannot be taken back.');
    await trouble.ends.stop({ world, where, amount: 0 });
    return;
  }
  const at = { world, where, amount: checked(trouble.asks, amount) };
  // Once is enough: a second one would stay when the first is taken back.
  if (trouble.ends?.isOn(at) === true) await trouble.ends.stop(at);
  await trouble.start(at);
}

function checked(asks: Asked | undefined, amount: number | null): number {
  if (asks === undefined) return 0;
  if (amount === null) throw new NotThere(`It needs a number: ${asks.words}.`);
  if (asks.kind === 'number' && (amount < asks.least || amount > asks.most))
    throw new NotThere(`${asks.words}: from ${asks.least} to ${asks.most}.`);
  return amount;
}

export function troublesShown<World>(
  troubles: readonly Trouble<World>[],
  world: World,
  places: readonly string[],
): readonly TroubleShown[] {
  return troubles.map(({ id, group, words, asks = null, everywhere = false, ends }) => ({
    id,
    group,
    words,
    asks,
    kind: ends === undefined ? 'act' : 'switch',
    everywhere,
    on: ends === undefined ? [] : places.filter((where) => ends.isOn({ world, where, amount: 0 })),
  }));
}
