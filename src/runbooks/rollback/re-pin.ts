/**
 * A container image that Heroku has lost comes back by people's hands (rollback.md, container apps): the checklist is
 * opened, the release list is watched meanwhile, and what they released is verified like any rollback.
 */
import type { App } from '../../apps.ts';
import { preflightSchema } from '../../findings.ts';
import type { Change } from '../../ledger.ts';
import type { Operation } from '../../operation.ts';
import type { Message, Release, Run } from '../../ports.ts';
import type { Checklist, RePinNote } from '../../re-pin.ts';
import * as words from '../../words/re-pin.ts';
import type { World } from '../world.ts';
import { seen } from './attribution.ts';
import { allTicked, checklistOf, isOpen, mayBeIt, newer, pushedByHand } from './checklist.ts';
import { end, humanNeededChange } from './end.ts';
import { PATIENCE_MS } from './patience.ts';
import { addNote, audited } from './re-pin-notes.ts';
import { reply } from './reply.ts';

const READ = { purpose: 'rollback', deadlineMs: 10_000 } as const;
const LIST_LENGTH = 50;
const LOOK_EVERY_MS = 30_000;
/** Once all is ticked the release is expected any moment. */
const LOOK_CLOSELY_MS = 5_000;
const CLOSELY_FOR_MS = 3 * 60_000;
/** All ticked and nothing to be seen for so long: people hear of it. */
const NOTHING_AFTER_MS = 2 * 60_000;
/** Patience is renewed by every note; this only ends the durable wait. */
const AT_MOST_MS = 24 * 60 * 60_000;

/** Heroku's words for a lost image are not known: a container app's target that it refuses is taken for one. */
const IMAGE_GONE: readonly number[] = [404, 422];

/** Whether the app's releases are images, so that what Heroku cannot bring back can be pushed again. */
export function mayRePin(world: World, { app, kind }: Pick<Operation, 'app' | 'kind'>): boolean {
  return kind !== 'code-only' && world.apps.find(app)?.stack === 'container';
}

export function isImageGone(world: World, operation: Operation, httpStatus: number): boolean {
  return IMAGE_GONE.includes(httpStatus) && mayRePin(world, operation);
}

export async function openRePin(run: Run, world: World, operation: Operation): Promise<void> {
  const change = imageGoneChange(world, operation, await world.clock.now());
  await world.ledger.change(operation.id, { lease: run.lease, ...change });
}

/** The rollback cannot be had from Heroku: from here on it is a re-pin of the same target. */
export function imageGoneChange(world: World, operation: Operation, at: Date): Omit<Change, 'lease'> {
  const ending = { why: 'image-gone' } as const;
  const opened: Operation = { ...operation, kind: 're-pin', status: 'needs_human', ending };
  const { audit, posts = [], set, ...change } = humanNeededChange(operation, ending, at);
  const first = checklistOf(opened, appOf(world, opened), []);
  return {
    ...change,
    set: { ...set, kind: 're-pin' },
    audit: [
      ...audit,
      audited(operation, 're-pin.opened', null, { asked: operation.kind, tag: first.tag?.value ?? null }),
    ],
    posts: [...posts, { ...reply(operation, 'checklist', drawn(opened, first)), checklist: operation.id }],
    timeline: { at, actor: 'Switchback', text: words.timelineOpened(operation).source },
  };
}

/** The checklist as it should look now. */
export async function drawChecklist(world: World, operationId: string): Promise<Message> {
  const operation = await world.ledger.find(operationId);
  if (!operation) throw new Error(`checklist of an unknown operation ${operationId}`);
  return drawn(operation, await readChecklist(world, operation));
}

export async function readChecklist(world: World, operation: Operation): Promise<Checklist> {
  return checklistOf(operation, appOf(world, operation), await world.ledger.rePinEntries(operation.id));
}

function drawn(operation: Operation, list: Checklist): Message {
  const shown = preflightSchema.safeParse(operation.preflight);
  return words.checklist(operation, list, {
    open: isOpen(operation),
    mayChoose: mayBeIt(list.seen).length > 0,
    configNames: shown.success ? shown.data.configNames : [],
  });
}

/** Taken out of the configuration meanwhile: the name is all the commands can have. */
function appOf(world: World, { app }: Operation): Pick<App, 'name' | 'image'> {
  return world.apps.find(app) ?? { name: app, image: null };
}

type Watched = 'landed' | 'ended' | 'spent';

/** Watches until a release is taken for the pushed image (true), or the checklist is closed, at the latest an hour after its last note. */
export async function rePin(run: Run, world: World, operationId: string): Promise<boolean> {
  const opened = await run.now('re-pin');
  let lookedAt = 0;
  const watched = await run.wait<Watched>(
    'the pushed image',
    new Date(opened.getTime() + AT_MOST_MS),
    async () => {
      const operation = await world.ledger.find(operationId);
      if (operation?.release) return 'landed';
      if (!operation || !isOpen(operation)) return 'ended';
      const [list, now] = await Promise.all([readChecklist(world, operation), world.clock.now()]);
      const idleMs = now.getTime() - (list.lastNoteAt ?? opened).getTime();
      if (idleMs >= PATIENCE_MS) return 'spent';
      if (now.getTime() - lookedAt < pauseMs(list, idleMs)) return null;
      lookedAt = now.getTime();
      return (await look(run, world, operation, list, idleMs)) ? 'landed' : null;
    },
  );
  if (watched === 'landed') return true;
  await run.step('close the checklist', async () => {
    const operation = await world.ledger.find(operationId);
    if (operation && isOpen(operation))
      await end(run, world, operation, 'closed', { why: 'closed-by-itself' });
    return null;
  });
  return false;
}

function pauseMs(list: Checklist, idleMs: number): number {
  return allTicked(list) && idleMs < CLOSELY_FOR_MS ? LOOK_CLOSELY_MS : LOOK_EVERY_MS;
}

/** One look at the release list: people hear of what is new, and what is beyond doubt is taken. */
async function look(
  run: Run,
  world: World,
  operation: Operation,
  list: Checklist,
  idleMs: number,
): Promise<boolean> {
  const read = await world.heroku.releases(operation.app, LIST_LENGTH, READ);
  if (!read.ok) return false;
  const found = newer(read.value, operation.base?.version ?? 0);
  const add = (note: RePinNote, next: number) =>
    addNote(world, operation, { list: { ...list, next }, note, by: null, lease: run.lease });
  if (allTicked(list)) {
    const it = await beyondDoubt(world, operation, found);
    if (it && (await add({ what: 'taken', release: seen(it) }, list.next))) return true;
    if (found.length === 0 && idleMs >= NOTHING_AFTER_MS) await sayNothingYet(world, operation);
  }
  const fresh = found.filter(({ id }) => !list.seen.some((each) => each.id === id));
  for (const [index, release] of fresh.entries()) {
    // Somebody noted something meanwhile: the next look finds the rest.
    if (!(await add({ what: 'seen', release: seen(release) }, list.next + index))) return false;
  }
  return false;
}

/** Our own account is asked for only when there is a release to compare with it. */
async function beyondDoubt(
  world: World,
  { app }: Operation,
  found: readonly Release[],
): Promise<Release | null> {
  if (found.length === 0) return null;
  const account = await world.heroku.account(app, READ);
  return account.ok ? pushedByHand(found, account.value.id) : null;
}

async function sayNothingYet(world: World, operation: Operation): Promise<void> {
  const at = await world.clock.now();
  await world.ledger.post([reply(operation, 're-pin-nothing-yet', words.nothingYet(operation, at))]);
}
