/** Blocks, one rule per kind. */
import type { KnownBlock } from '@slack/types';
import { accessory, actionElement, contextElement, inputElement } from './elements.ts';
import { anyText, identifier, plainText } from './objects.ts';
import type { OfferedBlock } from './offered.ts';
import { byType, flag, list, object, problem, type RulesFor, text } from './rules.ts';

const named = { block_id: identifier };

const section = object({
  required: {},
  optional: {
    ...named,
    text: anyText(3000),
    fields: list(anyText(2000), { min: 1, max: 10 }),
    accessory,
    expand: flag,
  },
  also: (block, pointer) =>
    block['text'] === undefined && block['fields'] === undefined
      ? problem('must define either `text` or `fields`', `${pointer}/type`)
      : [],
});

const input = object({
  required: { label: plainText(2000), element: inputElement },
  optional: { ...named, hint: plainText(2000), optional: flag, dispatch_action: flag },
});

const BLOCKS = {
  actions: object({
    required: { elements: list(actionElement, { min: 1, max: 25 }) },
    optional: named,
  }),
  context: object({
    required: { elements: list(contextElement, { min: 1, max: 10 }) },
    optional: named,
  }),
  divider: object({ required: {}, optional: named }),
  header: object({ required: { text: plainText(150) }, optional: named }),
  image: object({
    required: { alt_text: text({ min: 1, max: 2000 }), image_url: text({ min: 1, max: 3000 }) },
    optional: { ...named, title: plainText(2000) },
  }),
  input,
  section,
  alert: null,
  card: null,
  carousel: null,
  container: null,
  context_actions: null,
  data_table: null,
  file: null,
  markdown: null,
  plan: null,
  rich_text: null,
  table: null,
  task_card: null,
  video: null,
} satisfies RulesFor<KnownBlock['type'], OfferedBlock>;

export const modalBlock = byType(BLOCKS);
export const messageBlock = byType({ ...BLOCKS, input: null });
