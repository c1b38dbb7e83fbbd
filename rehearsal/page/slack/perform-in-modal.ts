/** Filling in, tapping, submitting and closing a form, as a window asks for it. */
import type { Modal } from '../../slack/people/modal.ts';
import { NotOnScreen } from '../../slack/people/not-on-screen.ts';
import type { Person } from '../../slack/people/person.ts';
import { NoSuggestions } from '../../slack/people/search.ts';
import { NotThere } from '../not-there.ts';
import type { ModalRequest } from './requests.ts';

/** Answers with found options or with what became of a submission. Throws `NotThere` for what is gone. */
export async function performInModal(person: Person, request: ModalRequest): Promise<unknown> {
  const modal = person.modals().find((each) => each.viewId === request.viewId);
  if (modal === undefined) throw new NotThere('That form is closed.');
  if (request.what !== 'modal.search') hold(modal, request.unkept);
  switch (request.what) {
    case 'modal.tap': {
      const { actionId, blockId, value } = request;
      await modal.tap(actionId, { blockId, ...(value === undefined ? {} : { value }) });
      return null;
    }
    case 'modal.change':
      await modal.change(request.blockId, request.actionId, request.values);
      return null;
    case 'modal.enter':
      await modal.enter(request.blockId, request.actionId);
      return null;
    case 'modal.search':
      return search(modal, request);
    case 'modal.submit':
      return (await modal.submit()).kind;
    case 'modal.close':
      await modal.close();
      return null;
  }
}

/** What the app has taken away meanwhile has nowhere to go. */
function hold(modal: Modal, unkept: Extract<ModalRequest, { readonly unkept: unknown }>['unkept']): void {
  for (const { blockId, actionId, values } of unkept) {
    try {
      modal.hold(blockId, actionId, values);
    } catch (error) {
      if (!(error instanceof NotOnScreen)) throw error;
    }
  }
}

async function search(
  modal: Modal,
  { blockId, actionId, text }: Extract<ModalRequest, { what: 'modal.search' }>,
) {
  try {
    return await modal.search(blockId, actionId, text);
  } catch (error) {
    if (!(error instanceof NoSuggestions)) throw error;
    // Slack does not say why either; the inspector shows what went over the wire.
    throw new NotThere('Nothing came back. Type again to retry.');
  }
}
