/** Somebody else's request holds the app, unsent: the form comes back, asking whether to take its place. */
import type { ModalView } from '@slack/types';
import type { App } from '../apps.ts';
import { VIEWS } from '../ids.ts';
import type { Refusal } from '../outcome.ts';
import { plainText, section } from '../words/blocks.ts';
import { takesThePlace } from '../words/replace.ts';
import { type AskMetadata, symptomInput } from './ask-modal.ts';

type SlotTaken = Extract<Refusal, { reason: 'slot-taken' }>;

/** Null for what people may not replace: it may have had an effect. */
export function replaceable(refusal: Refusal): SlotTaken | null {
  if (refusal.reason !== 'slot-taken') return null;
  return refusal.status === 'requested' || refusal.status === 'approved' ? refusal : null;
}

/** What was typed stays; sending it again is the second yes. */
export function replaceModal(app: App, asked: AskMetadata, symptom: string, taken: SlotTaken): ModalView {
  const metadata: AskMetadata = { ...asked, replaces: taken.operationId };
  return {
    type: 'modal',
    callback_id: VIEWS.ask,
    private_metadata: JSON.stringify(metadata),
    title: plainText('Replace request', 24),
    submit: plainText('Replace', 24),
    close: plainText('Keep theirs', 24),
    blocks: [
      section(takesThePlace(app.name, asked.version, taken), 'what'),
      symptomInput(app.environment === 'production', symptom),
    ],
  };
}
