/** The form in which people write their parts of an RCA, each as it stands. */
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { VIEWS } from '../ids.ts';
import type { RcaPart, RcaText } from '../reviews.ts';
import type { RcaDraft, RcaForm } from '../runbooks/incident/rca.ts';
import { plainText, section } from '../words/blocks.ts';
import { cap } from '../words/mrkdwn.ts';
import { textOf } from '../words/rca.ts';
import { PARTS, WRITTEN } from '../words/rca-parts.ts';
import { aboutRca, WROTE_MEANWHILE, wroteMeanwhile } from '../words/rca-said.ts';
import { day } from '../words/time.ts';

export const RCA_TITLE = 'RCA';
const LONGEST = 3_000;
const LONGEST_SLUG = 80;

/** Block and action id of a part's field. */
export function fieldOf(part: RcaPart): string {
  return `rca.${part}`;
}

export function rcaModal(form: RcaForm): ModalView {
  const { texts, slug } = form;
  const stands = Object.fromEntries([
    ['slug', textOf(texts, 'slug') || slug],
    ...WRITTEN.map((part) => [part, textOf(texts, part)] as const),
  ]);
  return view(form, stands, [], []);
}

/** What was typed stays; above it, what others wrote in the same parts. */
export function rcaModalAgain(form: RcaForm, typed: RcaDraft, theirs: readonly RcaText[]): ModalView {
  return view(form, typed, theirs, [section(WROTE_MEANWHILE, 'meanwhile')]);
}

function view(
  { incident, texts }: RcaForm,
  values: RcaDraft,
  theirs: readonly RcaText[],
  above: readonly KnownBlock[],
): ModalView {
  const seen = texts.map(({ id }) => id);
  const warned = (part: RcaPart) =>
    theirs
      .filter((each) => each.part === part)
      .map((each) => section(wroteMeanwhile(each), `theirs.${part}`));
  return {
    type: 'modal',
    callback_id: VIEWS.writeRca,
    private_metadata: JSON.stringify({ incidentId: incident.id, seen }),
    title: plainText(RCA_TITLE, 24),
    submit: plainText('Write the document', 24),
    close: plainText('Cancel', 24),
    blocks: [
      ...above,
      section(aboutRca(incident), 'about'),
      ...warned('slug'),
      input(
        'slug',
        `Called ${day(incident.startedAt)}-…`,
        'Small letters, digits and dashes.',
        values,
        false,
      ),
      ...WRITTEN.flatMap((part) => {
        const { name, question, shape } = PARTS[part];
        return [...warned(part), input(part, name, question, values, shape !== 'line')];
      }),
    ],
  };
}

function input(part: RcaPart, label: string, hint: string, values: RcaDraft, multiline: boolean): InputBlock {
  const longest = part === 'slug' ? LONGEST_SLUG : LONGEST;
  const value = cap(values[part] ?? '', longest);
  return {
    type: 'input',
    block_id: fieldOf(part),
    optional: true,
    label: plainText(label),
    hint: plainText(hint, 150),
    element: {
      type: 'plain_text_input',
      action_id: fieldOf(part),
      multiline,
      max_length: longest,
      ...(value === '' ? {} : { initial_value: value }),
    },
  };
}
