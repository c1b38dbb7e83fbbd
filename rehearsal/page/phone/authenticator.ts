/** Each person's phone, as far as it matters here: an authenticator app that takes the key a form shows. */
import { VIEWS } from '../../../src/ids.ts';
import { codeShown } from '../../slack/people/authenticator.ts';
import type { Stage } from '../../stage.ts';
import type { AuthenticatorShown } from '../shape.ts';

const KEY = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/;

/** What this person's app shows; null: they never set it up on this stage. */
export function authenticatorOf(stage: Stage, handle: string): AuthenticatorShown | null {
  const { authenticators } = stage.slack.state;
  const shown = keyOnScreen(stage, handle);
  if (shown !== null) authenticators.set(handle, shown);
  const key = authenticators.get(handle);
  return key === undefined ? null : { code: codeShown(key, stage.clock.now()) };
}

function keyOnScreen({ slack }: Stage, handle: string): string | null {
  const enrolling = slack
    .as(handle)
    .modals()
    .find((open) => open.view().view.callback_id === VIEWS.enrol);
  return enrolling === undefined ? null : (KEY.exec(enrolling.text())?.[0] ?? null);
}
