/** What stops a rollback until somebody with the right overrides it, or for good. Pure. */
import type { Finding } from '../../findings.ts';
import type { PreflightFacts, Situation } from './preflight-facts.ts';
import { mayBeTarget } from './target.ts';

export function blocking(facts: PreflightFacts, situation: Situation): readonly Finding[] {
  return [
    ...targetFindings(facts, situation),
    ...pendingFindings(facts, situation),
    ...guardedFindings(facts),
    ...destructiveFindings(facts),
  ];
}

function targetFindings({ kind, target }: PreflightFacts, { bad }: Situation): readonly Finding[] {
  if (target.version === bad) return [{ code: 'already-runs', version: bad }];
  if (kind === 're-pin' || mayBeTarget(target, bad)) return [];
  return [{ code: 'target-not-eligible', version: target.version, status: target.status }];
}

function pendingFindings({ now }: PreflightFacts, { newest }: Situation): readonly Finding[] {
  if (newest.status !== 'pending') return [];
  const sinceSeconds = Math.max(0, Math.round((now.getTime() - newest.createdAt.getTime()) / 1000));
  return [{ code: 'release-pending', version: newest.version, by: newest.user.email, sinceSeconds }];
}

function guardedFindings({ app, config }: PreflightFacts): readonly Finding[] {
  if (!config.ok) return [];
  const touched = [...config.value.appears, ...config.value.changes, ...config.value.vanishes];
  const names = touched.filter((name) => isGuarded(name, app.guardedVars)).toSorted();
  return names.length > 0 ? [{ code: 'guarded-config', names }] : [];
}

/** The database does not go back with the code: old code would meet a schema without what it needs (ruling 9). */
function destructiveFindings({ migration }: PreflightFacts): readonly Finding[] {
  return migration.kind === 'destructive' ? [{ code: 'migration-destructive', names: migration.names }] : [];
}

/** `*` stands for any run of characters: `*_URL`. */
export function isGuarded(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const [first = '', ...rest] = pattern.split('*');
    if (rest.length === 0) return name === pattern;
    const last = rest.at(-1) ?? '';
    if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last))
      return false;
    let from = first.length;
    for (const middle of rest.slice(0, -1)) {
      const at = name.indexOf(middle, from);
      if (at < 0 || at + middle.length > name.length - last.length) return false;
      from = at + middle.length;
    }
    return true;
  });
}
