/**
 * Look at everything a rollback decision rests on (rollback.md, "before"). Each source has its own deadline: a slow one
 * is unknown, never a wait. At most four reads wait for one another:
 *   1. releases, dynos, formation, smoke, logs, add-ons, and what our own tables hold
 *   2. the target's release, if the list does not reach it
 *   3. config vars of now and then, and the two slugs
 *   4. the comparison of their commits, or without one what the release commands printed
 */
import type { App } from '../../apps.ts';
import { damageSaid, type Preflight, preflightOf } from '../../findings.ts';
import type { Operation } from '../../operation.ts';
import { done, type Outcome, refused } from '../../outcome.ts';
import type { Asking, ConfigDifference, Dyno, LogLine, Read, Release, SmokeResult } from '../../ports.ts';
import type { World } from '../world.ts';
import { chooseTarget, kindFor, LIST_LENGTH, type Wanted } from './choose-target.ts';
import { codeBetween } from './code-between.ts';
import { noCodeOnly } from './code-only.ts';
import { logEvidence } from './log-evidence.ts';
import { preflight } from './preflight.ts';
import type { PreflightFacts } from './preflight-facts.ts';
import { requestPath } from './request-path.ts';
import { candidates, head, running } from './target.ts';

/** Without the list there is nothing to decide, so it may take longest. */
const LIST: Asking = { purpose: 'look', deadlineMs: 5_000 };
const ASKING: Asking = { purpose: 'look', deadlineMs: 2_500 };
const SMOKE_DEADLINE_MS = 2_500;
/** As many as Logplex keeps. */
const LOG_LINES = 1_500;

export interface Examined {
  readonly target: Release;
  readonly choices: readonly Release[];
  readonly preflight: Preflight;
}

/** The whole look. `asked`: the operation it is for, as far as it knows more than Heroku does. */
export async function examine(
  world: World,
  app: App,
  { version, kind }: Wanted,
  asked: Pick<Operation, 'base' | 'preflight' | 'incidentId'> | null,
): Promise<Outcome<Examined>> {
  const { heroku, ledger } = world;
  const keepsConfig = kind === 'code-only';
  const [releases, dynos, formation, logs, addons, smoke, incident, locks, now] = await Promise.all([
    heroku.releases(app.name, LIST_LENGTH, LIST),
    heroku.dynos(app.name, ASKING),
    heroku.formation(app.name, ASKING),
    heroku.logs(app.name, LOG_LINES, ASKING),
    keepsConfig ? NO_NAMES : heroku.addonConfigNames(app.name, ASKING),
    world.smoke.check(app.name, SMOKE_DEADLINE_MS),
    world.incidents.openOn(app.name),
    ledger.locks(app.name),
    world.clock.now(),
  ]);
  if (!releases.ok) return refused({ reason: 'heroku-unreadable', app: app.name, failure: releases.why });
  const runs = running(releases.value, dynos.ok ? dynos.value : []);
  const target = await chooseTarget(world, app, version, releases.value, runs, ASKING);
  if (!target.ok) return target;
  const how = kindFor(app, target.value, kind);
  const obstacle = kind === 'code-only' ? noCodeOnly(app, target.value, releases.value, runs) : null;
  if (obstacle) return refused(obstacle);
  const bad = releases.value.find((release) => release.version === runs) ?? head(releases.value);
  const flags = world.settings.flags.map(({ variable }) => variable);
  const releaseCommand = formation.ok ? formation.value.some((process) => process.type === 'release') : null;
  const [config, { commits, migration }] = await Promise.all([
    how === 'rollback' ? heroku.configDifference(app.name, target.value.version, flags, ASKING) : CONFIG_KEPT,
    codeBetween(world, app, {
      releases: releases.value,
      target: target.value,
      bad: bad ?? target.value,
      releaseCommand,
      earlier: preflightOf(asked?.preflight),
    }),
  ]);
  const seen = {
    app,
    kind: how,
    target: target.value,
    releases: releases.value,
    dynos,
    formation,
    config,
    addons,
    commits,
    migration,
    smoke,
    locks,
    // Its own is what people are reading this in.
    incident: incident?.id === asked?.incidentId ? null : incident,
    freezes: world.settings.freezes,
    flags: world.settings.flags,
    damage: damageSaid(asked?.preflight),
    requestedBase: asked?.base ?? null,
    now,
  };
  const paths = commits.ok ? commits.value.paths : null;
  const signs = signsOf({ logs, dynos, smoke, releasedAt: bad?.createdAt ?? now, paths, now });
  return done({
    target: target.value,
    choices: candidates(releases.value, runs),
    preflight: preflight({ ...seen, ...signs }),
  });
}

const NO_NAMES: Read<readonly string[]> = { ok: true, value: [] };

/** Code only, or an image pushed again: today's config vars stay, whatever the target had. */
const CONFIG_KEPT: Read<ConfigDifference> = {
  ok: true,
  value: { appears: [], changes: [], vanishes: [], stays: [], flagsNow: [], flagsThen: [] },
};

/** What the logs say, in what a preflight keeps of it. */
function signsOf(facts: {
  readonly logs: Read<readonly LogLine[]>;
  readonly dynos: Read<readonly Dyno[]>;
  readonly smoke: SmokeResult;
  readonly releasedAt: Date;
  readonly paths: readonly string[] | null;
  readonly now: Date;
}): Pick<PreflightFacts, 'evidence' | 'path'> {
  const { logs, dynos, smoke, releasedAt, paths, now } = facts;
  const found = requestPath({ dynos, smoke, lines: logs, now });
  const path = found && {
    where: found.where,
    codes: (found.codes ?? []).slice(0, 5).map((each) => ({ ...each })),
  };
  if (!logs.ok) return { evidence: logs, path };
  const { verdict, counts, tracebacks } = logEvidence({
    lines: logs.value,
    releasedAt,
    changedPaths: paths,
    now,
  });
  const { since, before, naming, example } = tracebacks;
  return {
    path,
    evidence: {
      ok: true,
      value: {
        verdict,
        counts: Object.entries(counts)
          .map(([code, count]) => ({ code, ...count }))
          .filter((count) => count.since > 0 || (count.before ?? 0) > 0),
        tracebacks: {
          since,
          before,
          naming,
          example: example && {
            path: example.path,
            line: example.line,
            error: example.error,
            ofRelease: example.ofRelease,
          },
        },
      },
    },
  };
}
