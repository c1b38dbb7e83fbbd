/** A file shared with a message: opened over the page as the text that it is, or saved. Nothing of it is ever run. */
import './shared-file.css';
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { FileShown } from '../../shape.ts';

export function SharedFile({ file }: { readonly file: FileShown }) {
  const { title, name, size, content } = file;
  return (
    <DialogTrigger>
      <Button className="shared-file" aria-label={`Open the file ${title}`}>
        <strong>{title}</strong>
        <span className="shared-file-about">
          {name} · {sizeWords(size)}
        </span>
      </Button>
      <ModalOverlay className="modal-ground" isDismissable>
        <Modal className="modal shared-file-modal">
          <Dialog className="modal-dialog">
            {({ close }) => (
              <div className="modal-frame">
                <header className="modal-head">
                  <Heading slot="title" level={2}>
                    {title}
                  </Heading>
                  <button type="button" className="modal-icon" aria-label="Close" onClick={close}>
                    <span aria-hidden="true">×</span>
                  </button>
                </header>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by key, too. */}
                <pre className="modal-body shared-file-text" tabIndex={0}>
                  {content}
                </pre>
                <footer className="modal-foot">
                  <span className="shared-file-about">{sizeWords(size)}</span>
                  <button type="button" className="button" onClick={() => save(name, content)}>
                    Download {name}
                  </button>
                </footer>
              </div>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function sizeWords(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB`;
}

/** It is here already: no server is asked. */
function save(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
