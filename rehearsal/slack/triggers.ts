/** Trigger ids: one per interaction, good once, for three real seconds. */
import { nextId, type SlackState } from './state.ts';

const LIFE_MS = 3_000;

export type TriggerUse =
  | { readonly ok: true; readonly user: string }
  | {
      readonly ok: false;
      readonly error: 'invalid_trigger_id' | 'exchanged_trigger_id' | 'expired_trigger_id';
    };

export function newTrigger(state: SlackState, user: string): string {
  const id = nextId(state, 'trigger.');
  state.triggers.set(id, { user, madeAt: state.now(), used: false });
  return id;
}

export function spendTrigger(state: SlackState, id: string): TriggerUse {
  const trigger = state.triggers.get(id);
  if (trigger === undefined) return { ok: false, error: 'invalid_trigger_id' };
  if (trigger.used) return { ok: false, error: 'exchanged_trigger_id' };
  if (state.now() - trigger.madeAt > LIFE_MS) return { ok: false, error: 'expired_trigger_id' };
  state.triggers.set(id, { ...trigger, used: true });
  return { ok: true, user: trigger.user };
}
