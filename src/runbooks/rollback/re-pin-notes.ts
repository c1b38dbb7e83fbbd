/** What goes into a re-pin's checklist, and what each note changes with it: one transaction, in the order people acted. */
import type { AuditEntry, Change } from '../../ledger.ts';
import type { Actor, Operation, SeenRelease } from '../../operation.ts';
import type { Json, Lease } from '../../ports.ts';
import type { Checklist, RePinNote } from '../../re-pin.ts';
import * as words from '../../words/re-pin.ts';
import type { World } from '../world.ts';
import { mayBeIt, pusher } from './checklist.ts';
import { reply } from './reply.ts';

/** Who notes what into which state of the checklist; `lease` when the run does. */
export interface Noting {
  readonly list: Checklist;
  readonly note: RePinNote;
  readonly by: Actor | null;
  readonly lease?: Lease;
}

/** Null: somebody noted something first, or the checklist is no longer open. */
export async function addNote(
  world: World,
  operation: Operation,
  { list, note, by, lease }: Noting,
): Promise<Operation | null> {
  const at = await world.clock.now();
  const change: Change = { ...changeOf(operation, list, note, by, at), ...(lease ? { lease } : {}) };
  return world.ledger.noteRePin(operation.id, { n: list.next, note, by, at }, change);
}

function changeOf(
  operation: Operation,
  list: Checklist,
  note: RePinNote,
  by: Actor | null,
  at: Date,
): Omit<Change, 'lease'> {
  const open = { from: ['needs_human'], to: 'needs_human' } as const;
  const audit = (payload: Json) => [audited(operation, `re-pin.${note.what}`, by, payload)];
  const actor = by?.name ?? 'Switchback';
  switch (note.what) {
    case 'tag':
      return {
        ...open,
        audit: audit({ tag: note.tag }),
        timeline: { at, actor, text: words.timelineTag(note.tag).source },
      };
    case 'ticked':
      return {
        ...open,
        audit: audit({ step: note.step }),
        timeline: { at, actor, text: words.timelineTicked(note.step).source },
      };
    case 'wrong':
      return {
        ...open,
        audit: audit({ step: note.step }),
        timeline: { at, actor, text: words.timelineWrong(note.step).source },
      };
    case 'seen': {
      const { release } = note;
      const mayBe = mayBeIt([...list.seen, release]).some(({ id }) => id === release.id);
      const message = mayBe ? words.appeared(operation, release) : words.notIt(operation, release);
      return {
        ...open,
        audit: audit({ version: release.version }),
        posts: [reply(operation, `re-pin-seen-${release.version}`, message, mayBe)],
      };
    }
    case 'taken':
      return { from: ['needs_human'], ...taken(operation, list, note.release, by, at) };
  }
}

/** On to the same verification as any rollback's. */
function taken(operation: Operation, list: Checklist, release: SeenRelease, by: Actor | null, at: Date) {
  const pushed = {
    tag: list.tag?.value ?? null,
    by: (pusher(list) ?? by)?.name ?? release.by,
  };
  return {
    to: 'verifying',
    set: {
      release: { id: release.id, version: release.version },
      pushed,
      sentAt: new Date(release.at),
      ending: null,
    },
    audit: [audited(operation, 're-pin.taken', by, { version: release.version, ...pushed })],
    posts: [reply(operation, 're-pin-taken', words.taken(operation, release, by))],
    timeline: { at, actor: by?.name ?? 'Switchback', text: words.timelineTaken(release).source },
  } as const;
}

export function audited(operation: Operation, action: string, by: Actor | null, payload: Json): AuditEntry {
  return {
    action,
    actor: by?.id ?? 'switchback',
    targetType: 'operation',
    targetId: operation.id,
    payload,
  };
}
