/** The one checker of Block Kit payloads: pure, used by the local Slack and by tests on every payload. */
import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { messageBlock, modalBlock } from './blocks.ts';
import { identifier, plainText } from './objects.ts';
import { flag, isRecord, list, object, oneOf, type Problem, problem, type Rule, text } from './rules.ts';

export type { Problem } from './rules.ts';

const messageBlocks = list(messageBlock, { min: 0, max: 50 });
const modalBlocks = list(modalBlock, { min: 1, max: 100 });

const modal = object({
  required: { type: oneOf(['modal']), title: plainText(24), blocks: modalBlocks },
  optional: {
    submit: plainText(24),
    close: plainText(24),
    callback_id: identifier,
    external_id: identifier,
    private_metadata: text({ max: 3000 }),
    clear_on_close: flag,
    notify_on_close: flag,
  },
});

const home = object({
  required: { type: oneOf(['home']), blocks: list(modalBlock, { min: 0, max: 100 }) },
  optional: { callback_id: identifier, external_id: identifier, private_metadata: text({ max: 3000 }) },
});

/** What Slack would refuse about a message's blocks; nothing when it would take them. */
export function checkBlocks(blocks: unknown): readonly Problem[] {
  return checked(messageBlocks, blocks, '/blocks', () => unique(blocks, '/blocks'));
}

/** What Slack would refuse about a modal. */
export function checkView(view: unknown): readonly Problem[] {
  return checked(modal, view, '/view', () => {
    const { blocks, submit } = view as ModalView;
    return [
      ...unique(blocks, '/view/blocks'),
      ...(submit === undefined ? inputsWithoutSubmit(blocks) : []),
      ...focusedTwice(blocks),
    ];
  });
}

/** What Slack would refuse about a home tab. */
export function checkHome(view: unknown): readonly Problem[] {
  return checked(home, view, '/view', () => {
    const { blocks } = view as HomeView;
    return [...unique(blocks, '/view/blocks'), ...focusedTwice(blocks)];
  });
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The trust boundary: what passed the checker is a known block. */
export function knownBlocks(blocks: unknown): Checked<readonly KnownBlock[]> {
  const problems = checkBlocks(blocks);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: blocks as KnownBlock[] };
}

export function knownView(view: unknown): Checked<ModalView> {
  const problems = checkView(view);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: view as ModalView };
}

export function knownHome(view: unknown): Checked<HomeView> {
  const problems = checkHome(view);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: view as HomeView };
}

/** As Slack writes it in `response_metadata.messages`, without the `[ERROR]`. */
export function spoken({ message, pointer }: Problem): string {
  return `${message} [json-pointer:${pointer}]`;
}

function checked(rule: Rule, value: unknown, pointer: string, then: () => readonly Problem[]) {
  const found = rule(value, pointer);
  return found.length > 0 ? found : then();
}

/** block_id within the payload, action_id within its block. */
function unique(blocks: unknown, pointer: string): readonly Problem[] {
  const all: readonly unknown[] = Array.isArray(blocks) ? blocks : [];
  return [
    ...repeated(all, 'block_id').flatMap(([index, id]) =>
      problem(`\`block_id\` "${id}" already exists`, `${pointer}/${index}/block_id`),
    ),
    ...all.flatMap((block, at) =>
      repeated(
        isRecord(block) && Array.isArray(block['elements']) ? block['elements'] : [],
        'action_id',
      ).flatMap(([index, id]) =>
        problem(`\`action_id\` "${id}" already exists`, `${pointer}/${at}/elements/${index}/action_id`),
      ),
    ),
  ];
}

function repeated(items: readonly unknown[], key: string): readonly (readonly [number, string])[] {
  const ids = items.map((item) => (isRecord(item) && typeof item[key] === 'string' ? item[key] : ''));
  return ids.flatMap((id, index) => (id !== '' && ids.indexOf(id) < index ? [[index, id] as const] : []));
}

function inputsWithoutSubmit(blocks: readonly unknown[]): readonly Problem[] {
  return blocks.flatMap((block, index) =>
    isRecord(block) && block['type'] === 'input'
      ? problem('must define `submit` to use an `input` block in modals', `/view/blocks/${index}/input`)
      : [],
  );
}

function focusedTwice(blocks: readonly unknown[]): readonly Problem[] {
  const focused = JSON.stringify(blocks).match(/"focus_on_load":true/g)?.length ?? 0;
  return focused > 1 ? problem('only one element can have `focus_on_load`', '/view/blocks') : [];
}
