/** Are you sure? Asked before anything is sent, in the app's own words. */
import './confirm-dialog.css';
import type { ConfirmationDialog } from '@slack/types';
import { Button as AriaButton, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Words } from './words.tsx';

interface ConfirmDialogProps {
  readonly asked: ConfirmationDialog;
  onAnswer(yes: boolean): void;
}

export function ConfirmDialog({ asked, onAnswer }: ConfirmDialogProps) {
  const { title, text, confirm, deny, style = 'primary' } = asked;
  return (
    <ModalOverlay className="confirm-ground" isOpen onOpenChange={() => onAnswer(false)}>
      <Modal className="confirm">
        <Dialog role="alertdialog">
          <Heading slot="title" level={2}>
            {title?.text ?? 'Are you sure?'}
          </Heading>
          <div className="confirm-text">
            <Words text={text} />
          </div>
          <div className="confirm-answers">
            {/* The harmless answer has the focus: Enter pressed twice in haste does nothing. */}
            <AriaButton className="button" autoFocus onPress={() => onAnswer(false)}>
              {deny?.text ?? 'Cancel'}
            </AriaButton>
            <AriaButton className={`button button-${style}`} onPress={() => onAnswer(true)}>
              {confirm?.text ?? 'Yes'}
            </AriaButton>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
