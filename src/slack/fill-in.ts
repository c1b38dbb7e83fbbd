/** An open form is filled in; whatever becomes of that, whoever looks at it is not left waiting. */
import type { ModalView } from '@slack/types';
import type { Log } from '../log.ts';
import type { OpenModal } from '../ports.ts';
import { fillFault } from '../words/transport.ts';
import { newReference } from './reference.ts';
import type { Turnstile } from './turnstile.ts';

/** Slack takes no more. */
const MOST_BLOCKS = 100;

/** `shown`: what it holds until then. Its fields stay, so that what was typed does, and can still be sent. */
export async function fillIn(
  { filling, log }: { readonly filling: Turnstile; readonly log: Log },
  modal: OpenModal,
  shown: ModalView,
  fill: ((modal: OpenModal) => Promise<void>) | undefined,
): Promise<void> {
  if (fill === undefined) return;
  let latest = shown;
  const followed: OpenModal = {
    viewId: modal.viewId,
    update(view) {
      latest = view;
      return modal.update(view);
    },
  };
  try {
    await filling(() => fill(followed));
  } catch (err) {
    const reference = newReference();
    log.error({ err, reference, view: modal.viewId }, 'a form could not be filled in');
    const said = [...latest.blocks.slice(0, MOST_BLOCKS - 1), fillFault(reference)];
    await modal.update({ ...latest, blocks: said });
  }
}
