/** `/incident list [APP] [open|past|drills]`: a page of each kind, newest first, and a button to see what came before. */
import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { TAPS } from '../ids.ts';
import type { Listed } from '../incidents.ts';
import type { Answer, Command, FrontDesk } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { findApp } from '../runbooks/find-app.ts';
import type { World } from '../runbooks/world.ts';
import { buttons, section } from '../words/blocks.ts';
import { whereIs } from '../words/home.ts';
import { type Heading, heading, listed, noneListed, unknownFilter } from '../words/incident-list.ts';
import { lines, type Mrkdwn } from '../words/mrkdwn.ts';
import { readMetadata } from './metadata.ts';
import { tell, tellRefusal } from './tell.ts';

const PAGE = 15;
/** As many lines as fit into one section, whatever they say. */
const TOGETHER = 5;

const KINDS: Readonly<Record<Heading, Pick<Listed, 'open' | 'drill'>>> = {
  open: { open: true, drill: false },
  past: { open: false, drill: false },
  'open-drills': { open: true, drill: true },
  'past-drills': { open: false, drill: true },
};

const FILTERS: ReadonlyMap<string, readonly Heading[]> = new Map([
  ['', ['open', 'open-drills', 'past']],
  ['open', ['open', 'open-drills']],
  ['past', ['past']],
  ['drills', ['open-drills', 'past-drills']],
]);

/** What is said even if there is nothing of it. */
const ALWAYS: readonly Heading[] = ['open', 'past', 'past-drills'];

export async function listPart(world: World, _command: Command, rest: readonly string[]): Promise<Answer> {
  const filter = rest.at(-1)?.toLowerCase() ?? '';
  const [typed, ...more] = FILTERS.has(filter) ? rest.slice(0, -1) : rest;
  if (more.length > 0) return tell(unknownFilter(more.join(' ')));
  const app = typed === undefined ? null : findApp(world, typed);
  if (app && !app.ok) return tellRefusal(app.refusal);
  const kinds = FILTERS.get(filter) ?? FILTERS.get('') ?? [];
  return page(world, kinds, app?.value.name ?? null, null);
}

export function listTaps(world: World): FrontDesk['taps'] {
  return {
    [TAPS.incidentMore]: async ({ value, slackId }) => {
      const may = await entitled(world, slackId, 'incident.read');
      if (!may.ok) return tellRefusal(may.refusal);
      const next = readMetadata(nextShape, { metadata: value });
      return next ? page(world, [next.which], next.app, next.before) : { kind: 'nothing' };
    },
  };
}

const nextShape = z.object({
  which: z.enum(['open', 'past', 'open-drills', 'past-drills']),
  app: z.string().nullable(),
  before: z.string(),
});

async function page(
  world: World,
  kinds: readonly Heading[],
  app: string | null,
  before: string | null,
): Promise<Answer> {
  const parts: Part[] = [];
  for (const which of kinds) parts.push(await partOf(world, which, app, before));
  const shown = parts.filter(({ any, which }) => any || ALWAYS.includes(which));
  return {
    kind: 'tell',
    message: {
      text: lines(...shown.flatMap(({ texts }) => texts)).source,
      blocks: shown.flatMap(({ blocks }) => blocks),
    },
  };
}

interface Part {
  readonly which: Heading;
  readonly any: boolean;
  readonly texts: readonly Mrkdwn[];
  readonly blocks: readonly KnownBlock[];
}

async function partOf(
  world: World,
  which: Heading,
  app: string | null,
  before: string | null,
): Promise<Part> {
  const found = await world.incidents.list({ app, ...KINDS[which], limit: PAGE + 1, before });
  const here = found.slice(0, PAGE);
  const places = await world.incidents.headlines(here.map(({ id }) => id));
  const now = await world.clock.now();
  const each = here.map((incident) =>
    listed(incident, now, whereIs('thread', places.get(incident.id) ?? null, world.slackAddress())),
  );
  const texts = each.length === 0 ? [noneListed(which, app)] : [heading(which, app), ...each];
  const groups = Array.from({ length: Math.ceil(texts.length / TOGETHER) }, (_, at) =>
    section(lines(...texts.slice(at * TOGETHER, (at + 1) * TOGETHER))),
  );
  const last = here.at(-1);
  const value = JSON.stringify({ which, app, before: last?.id ?? '' });
  const more = found.length > PAGE ? [buttons({ id: TAPS.incidentMore, label: 'Show older', value })] : [];
  return { which, any: each.length > 0, texts, blocks: [...groups, ...more] };
}
