/** One form as this window fills it in: what is typed is shown at once, kept soon, and never left behind. */
import type { KnownBlock } from '@slack/types';
import { useRef, useState } from 'react';
import { type FieldValue, writtenOf } from '../../../slack/field-values.ts';
import { fieldKey, fieldsOf } from '../../../slack/fields.ts';
import type { Request } from '../../requests.ts';
import type { Answered, ModalShown } from '../../shape.ts';
import { usePage } from '../window.ts';
import type { Values } from './drafts.ts';
import { type Found, type Hand, type Place, useDrafts } from './hand.ts';

const STOPPED_TYPING_MS = 200;
/** By Slack itself, and by the app. */
const COMPLAINTS: ReadonlySet<unknown> = new Set(['incomplete', 'errors']);

export interface Form extends Hand {
  type(place: Place, value: FieldValue): void;
  /** Enter in a line of text that reports it. */
  enter(place: Place): void;
  submit(): void;
  close(): Promise<void>;
  /** The app has the submission and has not answered. */
  readonly submitting: boolean;
  /** Submissions that came back with errors. */
  readonly returned: number;
  /** Why the last thing asked for was not done. */
  readonly trouble: string | null;
}

type Unkept = Extract<Request, { readonly unkept: unknown }>;
type FormRequest = Unkept extends infer R ? (R extends Unkept ? Omit<R, 'unkept' | 'viewId'> : never) : never;

export function useForm(modal: ModalShown): Form {
  const { id, typed } = modal;
  const page = usePage();
  const drafts = useDrafts(typed);
  const [submitting, setSubmitting] = useState(false);
  const [returned, setReturned] = useState(0);
  const [trouble, setTrouble] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sending = useRef(false);

  /** Whatever is asked for takes along what is typed, so that nothing overtakes it. */
  async function ask(request: FormRequest): Promise<Answered> {
    clearTimeout(timer.current);
    const unkept = drafts.unkept();
    const answered = await page.ask({ ...request, viewId: id, unkept: listOf(unkept, modal) });
    if (answered.ok) drafts.keep(unkept);
    return answered;
  }

  /** The same, said at the top when it cannot be done. */
  async function askAloud(request: FormRequest): Promise<Answered> {
    setTrouble(null);
    const answered = await ask(request);
    if (!answered.ok) setTrouble(answered.why);
    return answered;
  }

  async function submit(): Promise<void> {
    if (sending.current) return;
    sending.current = true;
    setSubmitting(true);
    const answered = await askAloud({ what: 'modal.submit' });
    sending.current = false;
    setSubmitting(false);
    if (answered.ok && COMPLAINTS.has(answered.value)) setReturned((n) => n + 1);
  }

  return {
    held: drafts.over(typed),
    submitting,
    returned,
    trouble,
    type(place, value) {
      drafts.put(fieldKey(place.blockId, place.actionId), value);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        void askAloud({ what: 'modal.change', ...place, values: [...writtenOf(value)] });
      }, STOPPED_TYPING_MS);
    },
    enter: (place) => void askAloud({ what: 'modal.enter', ...place }),
    tap: (place, value) => ask({ what: 'modal.tap', ...place, value }),
    async change(place, value) {
      const key = fieldKey(place.blockId, place.actionId);
      drafts.put(key, value);
      const answered = await ask({ what: 'modal.change', ...place, values: [...writtenOf(value)] });
      if (!answered.ok) drafts.drop({ [key]: value });
      return answered;
    },
    async search(place, text) {
      const answered = await page.ask({ what: 'modal.search', viewId: id, ...place, text });
      return answered.ok ? ({ ok: true, options: answered.value } as Found) : answered;
    },
    submit: () => void submit(),
    async close() {
      await askAloud({ what: 'modal.close' });
    },
  };
}

/** Fields that the app has taken away meanwhile are left out. */
function listOf(unkept: Values, { view }: ModalShown) {
  return fieldsOf(view.blocks as readonly KnownBlock[]).flatMap(({ blockId, actionId }) => {
    const value = unkept[fieldKey(blockId, actionId)];
    return value === undefined ? [] : [{ blockId, actionId, values: [...writtenOf(value)] }];
  });
}
