/** The house's RCA document: its sections in their order, facts filled in, what only people know asked for. Markdown. */
import type { Entry, Incident } from '../incident.ts';
import type { Operation } from '../operation.ts';
import type { Publication } from '../publications.ts';
import type { ActionItem, RcaPart, RcaText } from '../reviews.ts';
import { shortId } from './incident.ts';
import { markdownOf } from './markdown.ts';
import type { Mrkdwn } from './mrkdwn.ts';
import * as facts from './rca-facts.ts';
import { inline, items, paragraphs } from './rca-markdown.ts';
import { PARTS, toBeWritten, WRITTEN } from './rca-parts.ts';
import { day } from './time.ts';

export interface RcaFacts {
  /** `2026-06-21-release-smoke-cf-origin-guard` */
  readonly id: string;
  readonly incident: Incident;
  /** Of this incident, oldest first. */
  readonly operations: readonly Operation[];
  /** When Heroku had made their releases, by operation. */
  readonly landed: ReadonlyMap<string, Date>;
  readonly published: readonly Publication[];
  readonly entries: readonly Entry[];
  readonly actions: readonly ActionItem[];
  readonly texts: readonly RcaText[];
  /** The one it turned out to be, and those that turned out to be it. */
  readonly related: readonly Incident[];
  /** Its headline in Slack, as a link; null when it is not known. */
  readonly headline: Mrkdwn | null;
  readonly now: Date;
}

type Written = Exclude<RcaPart, 'slug'>;

export function rcaDocument(known: RcaFacts): string {
  const { incident, operations, published, entries, actions } = known;
  return `${[
    `# RCA — ${title(incident)}`,
    header(known),
    '## Summary',
    part(known, 'summary'),
    '## Timeline (all times UTC)',
    block(facts.timelineLines(incident, entries), 'Nothing was noted.'),
    ...operations.map((each) => facts.phases(each, known.landed.get(each.id) ?? null).join('\n')),
    '## Impact',
    block([
      ...(['users-affected', 'visible-symptoms', 'data-integrity', 'revenue'] as const).map((each) =>
        labelled(known, each),
      ),
      ...facts.told(incident, published),
    ]),
    `## ${PARTS['went-well'].name}`,
    part(known, 'went-well'),
    `## ${PARTS['went-badly'].name}`,
    part(known, 'went-badly'),
    `## ${PARTS['root-cause'].name}`,
    part(known, 'root-cause'),
    '## Detection',
    block([
      labelled(known, 'alerted-by'),
      facts.reported(incident),
      `- How long between cause and detection: ${facts.detectionDelay(incident, entries)}`,
      labelled(known, 'detect-faster'),
    ]),
    '## Resolution',
    block(facts.resolution(incident, operations)),
    '## Action items',
    block(facts.actionTable(actions)),
    '## References',
    references(known),
  ].join('\n\n')}\n`;
}

function header(known: RcaFacts): string {
  const { id, incident, operations, now } = known;
  const drill = incident.drill ? ' (DRILL)' : '';
  // Two blanks at its end keep a line a line.
  return [
    `**Incident ID:** ${id}`,
    `**Date:** ${day(incident.startedAt)}`,
    `**Severity:** SEV-${incident.severity}${drill}`,
    `**Duration:** ${facts.duration(incident, operations, now)}`,
    `**Blast radius:** ${part(known, 'blast-radius')}`,
    `**Author:** ${authors(known)}`,
  ].join('  \n');
}

function title({ app, symptom, drill }: Incident): string {
  const what = inline(symptom) || 'no symptom given';
  return `${drill ? 'DRILL: ' : ''}${app}: ${what}`;
}

/** Whoever wrote parts of it, in the order of writing; until then, who led the incident or opened it. */
function authors({ texts, incident }: RcaFacts): string {
  const wrote = texts
    .filter(({ part: which }) => which !== 'slug')
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ by }) => by);
  const names = (wrote.length > 0 ? wrote : [incident.commander ?? incident.opener]).map(
    ({ name, agent }) => `${name}${agent ? ' (agent)' : ''}`,
  );
  return [...new Set(names)].map(inline).join(', ');
}

function part({ texts }: Pick<RcaFacts, 'texts'>, which: Written): string {
  const text = textOf(texts, which);
  if (text === '') return toBeWritten(which);
  switch (PARTS[which].shape) {
    case 'line':
      return inline(text);
    case 'paragraphs':
      return paragraphs(text);
    case 'list':
      return items(text).join('\n');
  }
}

function labelled(known: RcaFacts, which: Written): string {
  return `- ${PARTS[which].name}: ${part(known, which)}`;
}

function references(known: RcaFacts): string {
  const { incident, operations, related, headline } = known;
  const review = incident.closed?.review ?? null;
  return block([
    ...(operations.length > 0 ? ['- Runbook: `docs/ops/runbooks/rollback.md`'] : []),
    `- Incident: ${incident.id}${headline ? `, ${markdownOf(headline.source)}` : ''}`,
    ...(review === null ? [] : [`- Review: <${review}>`]),
    ...related.map((each) => `- Related incident: ${shortId(each.id)}, ${each.app}: ${inline(each.symptom)}`),
    ...facts.commands(incident.app, operations),
  ]);
}

function block(lines: readonly string[], empty = ''): string {
  return lines.length > 0 ? lines.join('\n') : empty;
}

/** As somebody left it; empty when nobody has written it. */
export function textOf(texts: readonly RcaText[], which: RcaPart): string {
  return texts.find(({ part: written }) => written === which)?.text ?? '';
}

/** What only people can write and nobody has. */
export function missing(texts: readonly RcaText[]): readonly string[] {
  return WRITTEN.filter((which) => textOf(texts, which) === '').map((which) => PARTS[which].name);
}

/** The names of the sections that differ, in the document's order; what stands before the first is its head. */
export function changedSections(before: string, after: string): readonly string[] {
  const old = sections(before);
  return [...sections(after)].filter(([name, text]) => old.get(name) !== text).map(([name]) => name);
}

function sections(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/^## /m).map((section, i) => {
      const [first = '', ...rest] = section.split('\n');
      return i === 0 ? ['Head', section] : [first.replace(/ \(.*/, ''), rest.join('\n')];
    }),
  );
}
