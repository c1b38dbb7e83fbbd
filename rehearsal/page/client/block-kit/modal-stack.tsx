/** The forms of whoever sits here; only the one on top can be used. */
import './modal.css';
import { useRef } from 'react';
import { Modal as AriaModal, ModalOverlay } from 'react-aria-components';
import { usePage, useSingle } from '../window.ts';
import { Modal } from './modal.tsx';

export function ModalStack() {
  const page = usePage();
  const modals = useSingle('modals') ?? [];
  const top = modals.at(-1);
  const closeTop = useRef<() => void>(() => undefined);
  if (top === undefined) return null;
  const below = modals.slice(0, -1).toReversed();

  async function closeBelow(): Promise<void> {
    for (const { id } of below) await page.ask({ what: 'modal.close', viewId: id, unkept: [] });
  }

  // One ground for all of them, so that the focus goes back to where it was before the first.
  return (
    <ModalOverlay className="modal-ground" isOpen onOpenChange={() => closeTop.current()}>
      <AriaModal className="modal">
        <Modal
          key={top.id}
          modal={top}
          pushed={below.length > 0}
          closeTop={closeTop}
          onCloseAll={closeBelow}
        />
      </AriaModal>
    </ModalOverlay>
  );
}
