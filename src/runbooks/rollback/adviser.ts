/** What else would help, cheapest and most easily taken back first; it never decides (design.md ruling 12). Pure. */
import {
  type Advice,
  type LookFirstBecause,
  overridable,
  type Preflight,
  type RollBackBecause,
  type RollForwardBecause,
} from '../../findings.ts';

/** In the order in which to think of them; empty where the target itself cannot be. */
export function advise(preflight: Preflight): readonly Advice[] {
  const rollBack = reasonsToRollBack(preflight);
  const elsewhere = reasonToLook(preflight);
  const forward = reasonsToRollForward(preflight);
  return [
    ...(preflight.damage ? [{ what: 'maintenance' as const }] : []),
    ...flagOff(preflight),
    ...setBack(preflight),
    ...(forward.length > 0 ? [{ what: 'roll-forward' as const, because: forward }] : []),
    ...(mayHelp(preflight)
      ? elsewhere === null && rollBack.length > 0
        ? [{ what: 'roll-back' as const, because: rollBack }]
        : [{ what: 'look-first' as const, because: elsewhere ?? ('nothing-shows' as const) }]
      : []),
  ];
}

/** The first that is not what the requester came for anyway. */
export function instead(preflight: Preflight): Advice | null {
  return advise(preflight).find(({ what }) => what !== 'roll-back') ?? null;
}

/** Not where the target cannot be, nor where its code cannot live with the schema (ruling 9). */
function mayHelp(preflight: Preflight): boolean {
  return (
    (preflight.verdict !== 'BLOCKED' || overridable(preflight)) && preflight.migration.kind !== 'destructive'
  );
}

function flagOff({ flags }: Preflight): readonly Advice[] {
  return flags.wouldTurnOff.length > 0 ? [{ what: 'flag-off', flags: flags.wouldTurnOff }] : [];
}

/** Only where the code is the same: else the code may need the newer config. */
function setBack({ sameCode, findings, flags }: Preflight): readonly Advice[] {
  const config = findings.find((finding) => finding.code === 'config-changes');
  if (!sameCode || !config) return [];
  const other = (names: readonly string[]) => names.filter((name) => !flags.wouldTurnOff.includes(name));
  const changed = other([...config.changes, ...config.appears]);
  const added = other(config.vanishes);
  return changed.length + added.length > 0 ? [{ what: 'set-back', changed, added }] : [];
}

function reasonsToRollForward(preflight: Preflight): readonly RollForwardBecause[] {
  const found = new Set(preflight.findings.map(({ code }) => code));
  const codes = ['migration-destructive', 'migration-unknown-to-target', 'undoes-fix'] as const;
  return [
    ...(releaseFailedAppHealthy(preflight) ? (['release-command'] as const) : []),
    ...codes.filter((code) => found.has(code)),
    ...(dependencyAtFault(preflight) ? (['dependency'] as const) : []),
  ];
}

/** The case of the RCA: what failed is not what runs, and what runs is well. */
function releaseFailedAppHealthy(preflight: Preflight): boolean {
  return preflight.undone[0]?.status === 'failed' && healthy(preflight);
}

function healthy({ dynos, smoke }: Preflight): boolean {
  return dynos !== null && dynos.all > 0 && dynos.up === dynos.all && smoke === 200;
}

/** Tracebacks, and not one names a file that this release changed. */
function dependencyAtFault({ evidence }: Preflight): boolean {
  return evidence !== null && evidence.tracebacks.since > 0 && evidence.tracebacks.naming === 0;
}

function reasonsToRollBack({ dynos, evidence, smoke }: Preflight): readonly RollBackBecause[] {
  const crashing = ['R10', 'R14', 'H10'];
  const logged = evidence?.verdict === 'began-with-release' ? evidence : null;
  const crashes = logged?.counts.some(({ code, since }) => crashing.includes(code) && since > 0) ?? false;
  const errors =
    (logged?.tracebacks.naming ?? 0) > 0 ||
    (logged?.counts.some(({ code, since }) => !crashing.includes(code) && since > 0) ?? false);
  return [
    ...((dynos?.crashed ?? 0) > 0 || crashes ? (['crashes'] as const) : []),
    ...(smoke === 200 ? [] : (['smoke'] as const)),
    ...(errors ? (['errors'] as const) : []),
  ];
}

function reasonToLook({ findings }: Preflight): LookFirstBecause | null {
  const codes = ['not-since-release', 'arises-elsewhere'] as const;
  return codes.find((code) => findings.some((finding) => finding.code === code)) ?? null;
}
