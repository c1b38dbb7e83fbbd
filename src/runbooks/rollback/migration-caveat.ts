/**
 * What the migrations of the releases to be undone mean for a rollback (design.md ruling 9; rollback.md, "DB migration
 * caveat"): migrations only go forward, so the older code meets the newer schema. Pure.
 */
import type { ChangedFile, Comparison, GitHubFailure, Read } from '../../ports.ts';
import { onlyEffects, type Statement, worst } from './migrations/effect.ts';
import { isNoMigration, readMigration } from './migrations/migration-file.ts';

/** What a release command printed. */
export interface ReleaseOutput {
  readonly version: number;
  readonly lines: Read<readonly string[]>;
}

export interface MigrationFacts {
  /** The app's own. */
  readonly migrationPaths: readonly string[];
  /** Those of all apps in its repository: what is there is another app's, and no surprise. */
  readonly knownPaths: readonly string[];
  readonly comparison:
    | { readonly ok: true; readonly value: Comparison }
    | { readonly ok: false; readonly why: GitHubFailure };
  /** Whether the app has one; null: not known. */
  readonly releaseCommand: boolean | null;
  /** Of the releases in the range that had a release command; looked at where GitHub says nothing. */
  readonly outputs: readonly ReleaseOutput[];
}

/** Names are paths, revisions or statements. Untrusted texts, all of them. */
export type MigrationCaveat =
  | { readonly kind: 'none' }
  | { readonly kind: 'additive'; readonly names: readonly string[] }
  /** The rollback's own release command will probably fail on a revision the older code cannot find. */
  | { readonly kind: 'additive-with-command'; readonly names: readonly string[] }
  /** Roll forward. `names`: the statements, each after the file it is in. */
  | { readonly kind: 'destructive'; readonly names: readonly string[] }
  | { readonly kind: 'unknown'; readonly why: UnknownMigration; readonly names: readonly string[] };

export type UnknownMigration =
  /** The configuration names no migration paths, so nothing was looked for. */
  | 'no-paths'
  /** GitHub did not list all files. */
  | 'incomplete'
  /** GitHub gave no diff of these files, or not the whole. */
  | 'no-diff'
  /** Old migrations were changed, moved or deleted. */
  | 'edited'
  /** These do more than is known to be harmless. */
  | 'unreadable'
  /** Older code may be refused some of its writes: constraints, required columns. */
  | 'tightens'
  /** They look like migrations and are in nobody's migration paths. */
  | 'elsewhere'
  /** They only add; whether a release command will trip over them is not known. */
  | 'command-unknown'
  /** No comparison; the release outputs name these revisions. */
  | 'upgrades-ran'
  /** No comparison; the release outputs show no migration. */
  | 'none-seen'
  /** No comparison, and no release output that could be read. */
  | 'not-seen';

const MOST_NAMES = 10;

export function migrationCaveat(facts: MigrationFacts): MigrationCaveat {
  const { comparison, releaseCommand } = facts;
  if (!comparison.ok) return fromOutputs(facts.outputs);
  const { files, complete } = comparison.value;
  const paths = facts.migrationPaths.map(tidyPath).filter((path) => path !== '');
  const mine = files.filter((file) => touches(file, paths) && !isNoMigration(file.path, file.patch));
  const looks = mine.map(look);
  const destructive = looks.flatMap(({ path, statements }) =>
    onlyEffects(statements, 'destructive').map(({ text }) => `${path}: ${text}`),
  );
  if (destructive.length > 0) return { kind: 'destructive', names: few(destructive) };
  const known = [...paths, ...facts.knownPaths.map(tidyPath)];
  const elsewhere = files.filter((file) => looksLikeMigration(file) && !touches(file, known));
  const pathsOf = (state: Look['state']) =>
    few(looks.filter((each) => each.state === state).map(({ path }) => path));
  const doubts: readonly (readonly [UnknownMigration, readonly string[]])[] = [
    ['edited', pathsOf('edited')],
    ['no-diff', pathsOf('no-diff')],
    ['unreadable', pathsOf('unreadable')],
    ['tightens', pathsOf('tightens')],
    ['elsewhere', few(elsewhere.map(({ path }) => path))],
  ];
  const [doubt] = doubts.filter(([, names]) => names.length > 0);
  if (doubt !== undefined) return { kind: 'unknown', why: doubt[0], names: doubt[1] };
  if (!complete) return { kind: 'unknown', why: 'incomplete', names: [] };
  if (paths.length === 0) return { kind: 'unknown', why: 'no-paths', names: [] };
  const names = pathsOf('additive');
  if (names.length === 0) return { kind: 'none' };
  if (releaseCommand === null) return { kind: 'unknown', why: 'command-unknown', names };
  return { kind: releaseCommand ? 'additive-with-command' : 'additive', names };
}

interface Look {
  readonly path: string;
  readonly state: 'edited' | 'no-diff' | 'unreadable' | 'tightens' | 'additive';
  readonly statements: readonly Statement[];
}

function look({ path, previousPath, status, patch }: ChangedFile): Look {
  if (status !== 'added' || previousPath !== null) return { path, state: 'edited', statements: [] };
  if (patch === null) return { path, state: 'no-diff', statements: [] };
  const statements = readMigration(path, patch);
  const effect = worst(statements.map((statement) => statement.effect));
  return { path, state: effect === 'destructive' ? 'unreadable' : effect, statements };
}

function touches({ path, previousPath }: ChangedFile, paths: readonly string[]): boolean {
  const places = [path, ...(previousPath === null ? [] : [previousPath])];
  return paths.some((folder) => places.some((place) => place === folder || place.startsWith(`${folder}/`)));
}

function tidyPath(path: string): string {
  return path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
}

/** A path that was configured wrongly must not read as "no migrations". */
function looksLikeMigration({ path, patch }: ChangedFile): boolean {
  if (!/\.(?:py|sql)$/i.test(path) || isNoMigration(path, patch)) return false;
  const folders = path.toLowerCase().split('/').slice(0, -1);
  return (
    folders.some((folder) => /^(?:migrations?|alembic)$/.test(folder)) &&
    !folders.some((folder) => /^tests?$/.test(folder))
  );
}

/** Alembic's words, and Django's. */
const UPGRADE = /\bRunning (?:up|down)grade (.{0,80}->.{1,120})$|\bApplying ([\w.]{3,120})\.\.\./;

function fromOutputs(outputs: readonly ReleaseOutput[]): MigrationCaveat {
  const ran = outputs.flatMap(({ lines }) =>
    lines.ok ? lines.value.flatMap((line) => revisionIn(line)) : [],
  );
  if (ran.length > 0) return { kind: 'unknown', why: 'upgrades-ran', names: few([...new Set(ran)]) };
  const allRead = outputs.length > 0 && outputs.every(({ lines }) => lines.ok && lines.value.length > 0);
  return { kind: 'unknown', why: allRead ? 'none-seen' : 'not-seen', names: [] };
}

function revisionIn(line: string): readonly string[] {
  const found = UPGRADE.exec(line.slice(0, 400).trimEnd());
  const revision = (found?.[1] ?? found?.[2] ?? '').trim();
  return revision === '' ? [] : [revision];
}

function few(names: readonly string[]): readonly string[] {
  return names.slice(0, MOST_NAMES);
}
