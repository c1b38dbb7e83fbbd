/** Everything away, and a new stage: asked first, because nothing of the old one comes back. */
import './start-over.css';
import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { go } from '../place.ts';
import { usePage } from '../window.ts';

const EVERYTHING = 'Every message, release and request goes, for everybody at this rehearsal.';

/** `loses`: what does not come back, as a sentence. */
export function StartOver({ loses = EVERYTHING }: { readonly loses?: string }) {
  const page = usePage();
  const [trouble, setTrouble] = useState<string | null>(null);
  async function startOver(close: () => void) {
    setTrouble(null);
    const answered = await page.ask({ what: 'theatre.reset' });
    if (!answered.ok) {
      setTrouble(answered.why);
      return;
    }
    close();
    go({ channel: '', thread: null, home: false });
  }
  return (
    <DialogTrigger>
      <Button className="start-over">Start over</Button>
      <ModalOverlay className="start-over-ground" isDismissable>
        <Modal className="start-over-sheet">
          <Dialog role="alertdialog">
            {({ close }) => (
              <>
                <Heading slot="title">Start over?</Heading>
                <p>{loses}</p>
                {trouble === null ? null : <p role="alert">{trouble}</p>}
                <div className="start-over-choice">
                  <Button autoFocus onPress={close}>
                    Keep it
                  </Button>
                  <Button className="start-over-yes" onPress={() => void startOver(close)}>
                    Start over
                  </Button>
                </div>
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
