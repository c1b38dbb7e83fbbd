/** Each person's phone, as far as it matters here: an authenticator app that takes the key a form shows. */
import { VIEWS } from '../../../src/ids.ts';
import { codeShown } from '../../slack/people/authenticator.ts';
import type { Stage } from '../../stage.ts';
import type { AuthenticatorShown } from '../shape.ts';

export interface Phones {
  /** What this person's app shows; null: they never set it up on this stage. */
  authenticator(stage: Stage, handle: string): AuthenticatorShown | null;
}

const KEY = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/;

export function createPhones(): Phones {
  // A phone knows nothing of the stage before.
  const keys = new WeakMap<Stage, Map<string, string>>();
  return {
    authenticator(stage, handle) {
      const known = keys.get(stage) ?? new Map<string, string>();
      keys.set(stage, known);
      const shown = keyOnScreen(stage, handle);
      if (shown !== null) known.set(handle, shown);
      const key = known.get(handle);
      if (key === undefined) return null;
      return { code: codeShown(key, stage.clock.now()) };
    },
  };
}

function keyOnScreen({ slack }: Stage, handle: string): string | null {
  const enrolling = slack
    .as(handle)
    .modals()
    .find((open) => open.view().view.callback_id === VIEWS.enrol);
  return enrolling === undefined ? null : (KEY.exec(enrolling.text())?.[0] ?? null);
}
