/** The formation: how many dynos of which type. Not part of a release, and makes none. */
import { invalidParams } from './api-error.ts';
import { fit } from './dynos.ts';
import type { App, ProcessType } from './model.ts';
import type { World } from './world.ts';

export interface FormationChange {
  readonly type: string;
  /** A number, or text as the CLI sends it: `"0"`, `"+1"`, `"-1"`. */
  readonly quantity?: number | string | undefined;
  readonly size?: string | undefined;
}

/** All or nothing; throws the API's 422. */
export function scale(world: World, app: App, changes: readonly FormationChange[]): void {
  const planned = changes.map((change) => plan(app, change));
  for (const { process, quantity, size } of planned) {
    process.quantity = quantity;
    process.size = size;
    process.updatedAt = world.timeline.now();
    world.emit({ kind: 'formation', app, process });
    fit(world, app, process);
  }
}

function plan(app: App, change: FormationChange): { process: ProcessType; quantity: number; size: string } {
  const process = app.formation.get(change.type);
  if (process === undefined) throw invalidParams(`Couldn't find that process type (${change.type}).`);
  const { quantity = process.quantity } = change;
  return { process, quantity: counted(quantity, process.quantity), size: change.size ?? process.size };
}

function counted(quantity: number | string, now: number): number {
  const text = String(quantity);
  if (!/^[+-]?\d{1,4}$/.test(text)) throw invalidParams('Invalid quantity.');
  const relative = text.startsWith('+') || text.startsWith('-');
  const next = relative ? now + Number(text) : Number(text);
  if (next < 0 || next > 100) throw invalidParams('Cannot scale to that quantity.');
  return next;
}
