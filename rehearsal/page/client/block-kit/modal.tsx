/** The form on top: its title, what is wrong, its blocks, and the ways out. */
import type { KnownBlock, ModalView } from '@slack/types';
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { Dialog, Heading } from 'react-aria-components';
import type { ModalShown } from '../../shape.ts';
import type { At } from './at.ts';
import { blockKeys } from './block-keys.ts';
import { Blocks } from './blocks.tsx';
import { Spinner } from './controls/spinner.tsx';
import { HandContext } from './hand.ts';
import { InputBlock } from './input-block.tsx';
import { type Form, useForm } from './use-form.ts';

interface ModalProps {
  readonly modal: ModalShown;
  /** Another one is under it. */
  readonly pushed: boolean;
  /** Filled here: what Escape does. */
  readonly closeTop: RefObject<() => void>;
  onCloseAll(): Promise<void>;
}

export function Modal({ modal, pushed, closeTop, onCloseAll }: ModalProps) {
  const form = useForm(modal);
  const body = useRef<HTMLDivElement>(null);
  useFocusAtFirst(body, modal.hash);
  useFocusAtError(body, form, modal.errors);
  useEffect(() => {
    closeTop.current = () => void form.close();
  });
  // Only modals are ever in this stack; the vendor types blocks loosely, and only checked views are opened.
  const view = modal.view as ModalView;
  const blocks = view.blocks as readonly KnownBlock[];
  const keys = blockKeys(blocks);
  const trouble = modal.trouble ?? form.trouble;
  const at: At = { viewId: modal.id };

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const wanted = event.key === 'Enter' && (event.metaKey || event.ctrlKey);
    // A question that the form asks stands elsewhere in the document.
    if (!wanted || view.submit === undefined || !event.currentTarget.contains(event.target as Node)) return;
    event.preventDefault();
    form.submit();
  }

  return (
    <HandContext value={form}>
      <Dialog className="modal-dialog">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys pressed in any field pass through here. */}
        <div className="modal-frame" onKeyDown={onKeyDown}>
          <header className="modal-head">
            {pushed ? (
              <button
                type="button"
                className="modal-icon"
                aria-label="Back"
                onClick={() => void form.close()}
              >
                <span aria-hidden="true">‹</span>
              </button>
            ) : null}
            <Heading slot="title" level={2}>
              {view.title.text}
            </Heading>
            <button
              type="button"
              className="modal-icon"
              aria-label="Close"
              onClick={() => void form.close().then(onCloseAll)}
            >
              <span aria-hidden="true">×</span>
            </button>
          </header>
          {trouble === null ? null : (
            <div className="modal-trouble" role="alert">
              {trouble}
            </div>
          )}
          <div className="modal-body" ref={body}>
            {blocks.map((block, place) =>
              block.type === 'input' ? (
                <InputBlock
                  key={keys[place]}
                  block={block}
                  at={at}
                  form={form}
                  error={modal.errors[block.block_id ?? '']}
                />
              ) : (
                <Blocks key={keys[place]} blocks={[block]} at={at} chosen={form.held} />
              ),
            )}
          </div>
          <Ways view={view} pushed={pushed} form={form} />
        </div>
      </Dialog>
    </HandContext>
  );
}

interface WaysProps {
  readonly view: ModalView;
  readonly pushed: boolean;
  readonly form: Form;
}

function Ways({ view, pushed, form }: WaysProps) {
  return (
    <footer className="modal-foot">
      <button type="button" className="button" onClick={() => void form.close()}>
        {view.close?.text ?? (pushed ? 'Back' : 'Close')}
      </button>
      {view.submit === undefined ? null : (
        <button
          type="button"
          className="button button-primary"
          aria-disabled={form.submitting}
          aria-busy={form.submitting}
          onClick={form.submit}
        >
          {view.submit.text}
          {form.submitting ? <Spinner /> : null}
        </button>
      )}
    </footer>
  );
}

/** Whoever opens a form is about to fill it in; and whoever is in one stays in it, though the app draws it anew. */
function useFocusAtFirst(body: RefObject<HTMLDivElement | null>, hash: string): void {
  const drawn = useRef('');
  useEffect(() => {
    if (drawn.current === hash) return;
    const dialog = body.current?.closest<HTMLElement>('[role="dialog"]') ?? null;
    const focused = dialog?.contains(document.activeElement) === true && document.activeElement !== dialog;
    if (!focused) (firstControl(body.current) ?? dialog)?.focus();
    drawn.current = hash;
  }, [body, hash]);
}

/** Once, after each submission that came back with errors: what is wrong may come later than the answer. */
function useFocusAtError(
  body: RefObject<HTMLDivElement | null>,
  { returned }: Form,
  errors: ModalShown['errors'],
): void {
  const seen = useRef(returned);
  const wrong = Object.keys(errors).length > 0;
  useEffect(() => {
    if (seen.current === returned || !wrong) return;
    seen.current = returned;
    const field = body.current?.querySelector('[aria-invalid="true"]') ?? null;
    (field?.matches('input, textarea') ? (field as HTMLElement) : firstControl(field))?.focus();
  }, [body, returned, wrong]);
}

function firstControl(within: Element | null): HTMLElement | null {
  return within?.querySelector<HTMLElement>('input:not([type="hidden"]), textarea') ?? null;
}
