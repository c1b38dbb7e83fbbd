/** How Heroku lists what a send makes: the one trace by which it is known again, and how far back it went. Pure. */
import type { Operation } from '../../operation.ts';

const ROLLBACK_TO = /^Rollback to v(\d+)$/;
const CODE_OF = /^Code of v(\d+), config kept \(Switchback rb-[a-z0-9]+\)$/;

/** Heroku words a rollback by itself; a code-only release we word, with the operation's id, so that it is nobody else's. */
export function descriptionOf({ id, kind, target }: Pick<Operation, 'id' | 'kind' | 'target'>): string {
  return kind === 'code-only'
    ? `Code of v${target.version}, config kept (Switchback ${id})`
    : `Rollback to v${target.version}`;
}

/** The release whose code came back, whole or without its config; null for any other release. */
export function wentBackTo(description: string): number | null {
  const version = (ROLLBACK_TO.exec(description) ?? CODE_OF.exec(description))?.[1];
  return version === undefined ? null : Number(version);
}
