/** A preflight as the person woken up reads it: verdict first, then reasons (findings.ts), then facts. */
import type { Evidence, Preflight, ShownRelease } from '../findings.ts';
import { brief } from './findings.ts';
import { code, joined, lines, type Mrkdwn, quoted, say } from './mrkdwn.ts';
import { hourMinute, span } from './time.ts';

/** `CLEAR · 2/2 dynos crashed · smoke 503 · H10: 41 since v85, 0 before` */
export function verdictLine(preflight: Preflight): Mrkdwn {
  const { evidence, base } = preflight;
  return joined(
    [
      say`*${preflight.verdict}*`,
      dynosText(preflight),
      say`smoke ${preflight.smoke}`,
      ...(evidence ? evidenceParts(evidence, base.bad) : []),
    ],
    ' · ',
  );
}

function dynosText(preflight: Preflight): Mrkdwn {
  const { dynos } = preflight;
  if (!dynos) return say`dynos unknown`;
  if (dynos.all === 0) return say`no web dyno`;
  if (dynos.crashed > 0) return say`${dynos.crashed}/${dynos.all} dynos crashed`;
  return say`${dynos.up}/${dynos.all} dynos up`;
}

const MOST_COUNTS = 3;

/** Heroku's own codes first, each against what it was before. */
function evidenceParts({ counts, tracebacks }: Evidence, bad: number): readonly Mrkdwn[] {
  const all = [...counts, ...(tracebacks.since > 0 ? [{ code: 'tracebacks', ...tracebacks }] : [])];
  return all
    .filter(({ since }) => since > 0)
    .slice(0, MOST_COUNTS)
    .map((each) => say`${each.code}: ${each.since} since v${bad}, ${each.before ?? 'unknown'} before`);
}

/** The facts under the verdict: what it undoes, how long the target served, config, what to expect. */
export function factLines(preflight: Preflight): Mrkdwn {
  const { target, undone, servedMs, incident, lookedAt } = preflight;
  const reach = servedMs === null ? say`v${target.version}` : say`v${target.version} ran ${span(servedMs)}`;
  return lines(
    say`Undoes ${undoneText(preflight)} · ${reach} · ${brief(target.description)} by ${brief(target.by)}`,
    ...undone.slice(0, 6).map((release) => releaseLine(release, lookedAt)),
    undone.length > 6 ? say`… and ${undone.length - 6} more: ${code('heroku releases')}` : null,
    say`Config: ${configLine(preflight)} · Migration: ${migrationLine(preflight)} · Expect ${expectation(preflight)}`,
    exampleLine(preflight.evidence),
    incident
      ? say`Incident open since ${when(incident.openedAt, lookedAt)}: ${brief(incident.symptom)}`
      : null,
    preflight.smoke === 200
      ? say`Smoke is 200 now, so a 200 afterwards proves little: check that the symptom is gone.`
      : null,
  );
}

/** `1 release, 3 commits (Ben, Cy)` */
function undoneText({ undone, commits, sameCode }: Preflight): Mrkdwn {
  const releases = `${undone.length} ${undone.length === 1 ? 'release' : 'releases'}`;
  if (sameCode) return say`${releases}, no code`;
  if (!commits) return say`${releases}, commits unknown`;
  const { count, authors } = commits;
  const all = `${count} ${count === 1 ? 'commit' : 'commits'}`;
  if (authors.length === 0) return say`${releases}, ${all}`;
  const shown = joined(authors.slice(0, 4).map(brief), ', ');
  return say`${releases}, ${all} (${authors.length > 4 ? say`${shown} and others` : shown})`;
}

function releaseLine(release: ShownRelease, lookedAt: string): Mrkdwn {
  const status = release.status === 'succeeded' ? say`` : say` · ${release.status}`;
  return say`• v${release.version} ${brief(release.description)} · ${brief(release.by)} · ${when(release.at, lookedAt)}${status}`;
}

const DAY_MS = 86_400_000;

/** An hour of another day would read as today's. */
function when(at: string, lookedAt: string): string {
  const ageMs = new Date(lookedAt).getTime() - new Date(at).getTime();
  return ageMs < DAY_MS ? hourMinute(new Date(at)) : `${span(ageMs)} ago`;
}

function configLine(preflight: Preflight): Mrkdwn {
  if (preflight.kind !== 'rollback') return say`kept`;
  if (isUnread(preflight, 'config vars')) return say`unknown`;
  return preflight.configNames.length === 0
    ? say`no change`
    : say`${preflight.configNames.length} ${preflight.configNames.length === 1 ? 'goes' : 'go'} back`;
}

function migrationLine({ migration }: Preflight): string {
  return migration.kind === 'additive-with-command' ? 'additive' : migration.kind;
}

function isUnread({ findings }: Preflight, source: string): boolean {
  return findings.some((finding) => finding.code === 'unknown-source' && finding.source === source);
}

/** The runbook's 10 to 30 s for dynos, plus the release command. */
function expectation(preflight: Preflight): string {
  if (preflight.kind === 're-pin') return 'minutes of work by hand, then 10–30 s';
  const { present, lastSeconds, last } = preflight.releaseCommand;
  if (present === false) return '10–30 s (no release command)';
  if (present === null) return 'unknown (is there a release command?)';
  const failed = last === 'failed' ? ', failed last time' : '';
  if (lastSeconds === null) return `a release command${failed} and 10–30 s`;
  return `~${span((lastSeconds + 30) * 1000)} (release command ${span(lastSeconds * 1000)} ${failed === '' ? 'last time' : 'when it last succeeded, failed last time'})`;
}

/** A traceback to recognise: of this release's own code where there is one. */
function exampleLine(evidence: Evidence | null): Mrkdwn | null {
  const example = evidence?.tracebacks.example;
  if (!example) return null;
  const whose = example.ofRelease ? say`, changed in this release` : say``;
  return say`Traceback: ${quoted(example.error, 120)} at ${brief(`${example.path}:${example.line}`)}${whose}`;
}

/** What a select may say of a release below its name: who and when. */
export function releaseNote(by: string, at: Date, now: Date): string {
  return `${by} · ${span(now.getTime() - at.getTime())} ago`;
}
