/** Blocks as lines of text. */
import type { KnownBlock } from '@slack/types';
import { type FieldElement, type FieldValue, initialValue } from '../field-values.ts';
import { type AnyElement, fieldKey } from '../fields.ts';
import type { Directory } from '../state.ts';
import { readText } from './mrkdwn.ts';
import { renderField } from './render-field.ts';

export interface Filled {
  readonly typed: ReadonlyMap<string, FieldValue>;
  readonly errors: Readonly<Record<string, string>>;
}

const UNTOUCHED: Filled = { typed: new Map(), errors: {} };

export function renderBlocks(
  blocks: readonly KnownBlock[],
  directory: Directory,
  filled: Filled = UNTOUCHED,
): readonly string[] {
  return blocks.flatMap((block) => renderBlock(block, directory, filled));
}

function renderBlock(block: KnownBlock, directory: Directory, filled: Filled): readonly string[] {
  const shown = (element: AnyElement) => renderElement(element, block.block_id ?? '', directory, filled);
  switch (block.type) {
    case 'header':
      return [block.text.text];
    case 'divider':
      return ['─'.repeat(24)];
    case 'section':
      return [
        ...(block.text === undefined ? [] : readText(block.text, directory).split('\n')),
        ...(block.fields ?? []).map((field) => readText(field, directory).replaceAll('\n', ' ')),
        ...(block.accessory === undefined ? [] : shown(block.accessory)),
      ];
    case 'context':
      return [
        block.elements
          .map((part) => (part.type === 'image' ? `(${part.alt_text})` : readText(part, directory)))
          .join(' · '),
      ];
    case 'actions':
      return [block.elements.flatMap(shown).join(' ')];
    case 'input':
      return [
        `${block.label.text}${block.optional === true ? ' (optional)' : ''}`,
        ...shown(block.element).map((line) => `  ${line}`),
        ...(block.hint === undefined ? [] : [`  ${block.hint.text}`]),
        ...(filled.errors[block.block_id ?? ''] === undefined
          ? []
          : [`  ! ${filled.errors[block.block_id ?? '']}`]),
      ];
    case 'image':
      return [`(${block.alt_text})`];
    default:
      return [`(${block.type})`];
  }
}

function renderElement(
  element: AnyElement,
  blockId: string,
  directory: Directory,
  filled: Filled,
): readonly string[] {
  if (isButton(element)) return [`[${element.text.text}]`];
  if (element.type === 'overflow') return ['[…]'];
  if (element.type === 'image') return ['(image)'];
  const field = element as FieldElement;
  const value = filled.typed.get(fieldKey(blockId, field.action_id ?? '')) ?? initialValue(field);
  return renderField(field, value, directory);
}

function isButton(element: AnyElement): element is AnyElement & { readonly text: { readonly text: string } } {
  return element.type === 'button';
}
