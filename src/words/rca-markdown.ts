/**
 * Texts of people, Heroku and ourselves as parts of a Markdown document: none of them can begin a heading, a list, a
 * table cell, a link or HTML of its own. What people put between backticks stays code.
 */
import { escapedMarkdown } from './markdown.ts';
import { plain } from './mrkdwn.ts';

const LONGEST_LINE = 3_000;
/** A code span within one line; runs of backticks are text, and so is what a reader may take for an escaped one. */
const CODE = /(?<![`\\])`([^`\n]*[^`\n\\])`(?!`)/g;
/** Would be read as the character it names. */
const ENTITY = /&(?=#?\w+;)/g;

/** One line of text within a line of the document. */
export function inline(text: string): string {
  const line = plain(text, LONGEST_LINE);
  let out = '';
  let last = 0;
  for (const match of line.matchAll(CODE)) {
    out += quiet(line.slice(last, match.index)) + codeSpan(match[1] ?? '');
    last = match.index + match[0].length;
  }
  return startless(out + quiet(line.slice(last)));
}

/** `` `heroku releases:output v85` `` */
export function codeSpan(text: string): string {
  return `\`${plain(text, LONGEST_LINE).replaceAll('`', "'")}\``;
}

/** The same in a cell of a table, which takes a bar for its own even in code. */
export function cell(text: string): string {
  return inline(text).replace(/(?<!\\)\|/g, '\\|');
}

/** Paragraphs, one for each line that holds something. */
export function paragraphs(text: string): string {
  return linesOf(text).map(inline).join('\n\n');
}

/** A list, one item for each line that holds something; people's own dashes are not doubled. */
export function items(text: string): readonly string[] {
  return linesOf(text).map((line) => `- ${inline(line.replace(/^\s*[-*•]\s+/, ''))}`);
}

export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n?|\n/).filter((line) => plain(line) !== '');
}

function quiet(text: string): string {
  return escapedMarkdown(text).replace(ENTITY, '\\&');
}

/** At the beginning of a line these make a list, a rule or a heading of what follows or went before. */
function startless(text: string): string {
  return text.replace(/^([-+=])/, '\\$1').replace(/^(\d{1,9})([.)])/, '$1\\$2');
}
