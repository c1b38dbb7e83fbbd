import { blocksOf } from '../modals.ts';
import type { Directory, OpenView } from '../state.ts';
import { renderBlocks } from './render-blocks.ts';

/** A modal as a person reads it, with what is typed in it and the errors under its fields. */
export function renderView(open: OpenView, directory: Directory): string {
  const { title, close, submit } = open.view;
  const buttons = [close?.text ?? 'Close', ...(submit === undefined ? [] : [submit.text])];
  return [
    `── ${title.text} ──`,
    ...(open.trouble === null ? [] : [`! ${open.trouble}`]),
    ...renderBlocks(blocksOf(open), directory, open),
    buttons.map((label) => `[${label}]`).join(' '),
  ].join('\n');
}
