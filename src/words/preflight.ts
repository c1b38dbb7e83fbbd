/** A preflight as the person woken up reads it: verdict first, then reasons, then facts. */
import type { Finding, Preflight, ShownRelease } from '../findings.ts';
import { levelOf } from '../findings.ts';
import { code, joined, lines, list, type Mrkdwn, quoted, say } from './mrkdwn.ts';
import { failureText } from './refusals.ts';
import { hourMinute, span } from './time.ts';

/** The tick box's label, at most 75 characters. */
export function tickLabel(finding: Finding): string {
  return LABELS[finding.code];
}

const LABELS = {
  'guarded-config': 'Guarded config vars would change',
  'target-not-eligible': 'Heroku will not roll back to this release',
  'release-pending': 'A release command is still running',
  'already-runs': 'This release already runs',
  'config-changes': 'Config vars change back with the release',
  'released-since-request': 'Somebody released after this was asked',
  'unknown-source': 'Something could not be read',
  'scaled-to-zero': 'No web dyno is scaled up: a rollback starts none',
  'not-checked': 'Some things were not checked',
} as const satisfies Record<Finding['code'], string>;

/** What the finding means, in a line. */
function findingText(finding: Finding): Mrkdwn {
  switch (finding.code) {
    case 'guarded-config':
      return say`Guarded config vars would change: ${some(finding.names)}. Roll forward, or set them right by hand first.`;
    case 'target-not-eligible':
      return say`Heroku will not roll back to v${finding.version} (${finding.status === 'succeeded' ? 'not eligible any more' : finding.status}).`;
    case 'release-pending':
      return say`v${finding.version} by ${brief(finding.by)} is still being released (${span(finding.sinceSeconds * 1000)}). Wait for it to end.`;
    case 'already-runs':
      return say`v${finding.version} is what runs now.`;
    case 'config-changes':
      return say`Config vars go back too: ${configNames(finding)}.`;
    case 'released-since-request':
      return say`${brief(finding.by)} released v${finding.version} (${brief(finding.description)}) after this was asked.`;
    case 'unknown-source':
      return say`I could not read the ${finding.source} (${failureText(finding.why)}): unknown, not fine.`;
    case 'scaled-to-zero':
      return say`web is scaled to 0: a rollback brings nothing up.`;
    case 'not-checked':
      return say`Not checked: ${list(finding.sources)}. Look at them yourself if they may matter.`;
  }
}

function configNames(finding: Extract<Finding, { code: 'config-changes' }>): Mrkdwn {
  const parts = [
    ['changes', 'change', finding.changes],
    ['comes back', 'come back', finding.appears],
    ['vanishes', 'vanish', finding.vanishes],
  ] as const;
  return joined(
    parts
      .filter(([, , names]) => names.length > 0)
      .map(([one, many, names]) => say`${some(names)} ${names.length === 1 ? one : many}`),
    '; ',
  );
}

const MOST_NAMES = 12;

/** As many names as leave room for the facts after them (facts/threats.md T19). */
function some(names: readonly string[]): Mrkdwn {
  const shown = joined(names.slice(0, MOST_NAMES).map(brief), ', ');
  return names.length > MOST_NAMES ? say`${shown} and ${names.length - MOST_NAMES} more` : shown;
}

/** What other people wrote, short enough not to push our own facts out of sight. */
function brief(text: string): Mrkdwn {
  return quoted(text, 60);
}

/** `NEEDS ACKNOWLEDGEMENT · 1/2 dynos crashed · smoke 503` */
export function verdictLine(preflight: Preflight): Mrkdwn {
  return say`${boldVerdict(preflight)} · ${dynosText(preflight)} · smoke ${preflight.smoke}`;
}

function boldVerdict(preflight: Preflight): Mrkdwn {
  return say`*${preflight.verdict}*`;
}

function dynosText(preflight: Preflight): Mrkdwn {
  const { dynos } = preflight;
  if (!dynos) return say`dynos unknown`;
  if (dynos.all === 0) return say`no web dyno`;
  if (dynos.crashed > 0) return say`${dynos.crashed}/${dynos.all} dynos crashed`;
  return say`${dynos.up}/${dynos.all} dynos up`;
}

/** The facts under the verdict: what it undoes, how long the target served, config, what to expect. */
export function factLines(preflight: Preflight): Mrkdwn {
  const { target, undone, servedMs } = preflight;
  const reach = servedMs === null ? say`v${target.version}` : say`v${target.version} ran ${span(servedMs)}`;
  return lines(
    say`Undoes ${undone.length} ${undone.length === 1 ? 'release' : 'releases'} · ${reach} · ${brief(target.description)} by ${brief(target.by)}`,
    ...undone.slice(0, 6).map((release) => releaseLine(release, preflight.lookedAt)),
    undone.length > 6 ? say`… and ${undone.length - 6} more: ${code('heroku releases')}` : null,
    say`Config: ${configLine(preflight)} · Expect ${expectation(preflight)}`,
    preflight.smoke === 200
      ? say`Smoke is 200 now, so a 200 afterwards proves little: check that the symptom is gone.`
      : null,
  );
}

function releaseLine(release: ShownRelease, lookedAt: string): Mrkdwn {
  const status = release.status === 'succeeded' ? say`` : say` · ${release.status}`;
  const at = new Date(release.at);
  const ageMs = new Date(lookedAt).getTime() - at.getTime();
  // An hour of another day would read as today's.
  const when = ageMs < DAY_MS ? hourMinute(at) : `${span(ageMs)} ago`;
  return say`• v${release.version} ${brief(release.description)} · ${brief(release.by)} · ${when}${status}`;
}

const DAY_MS = 86_400_000;

function configLine(preflight: Preflight): Mrkdwn {
  if (
    preflight.findings.some(
      (finding) => finding.code === 'unknown-source' && finding.source === 'config vars',
    )
  ) {
    return say`unknown`;
  }
  return preflight.configNames.length === 0
    ? say`no change`
    : say`${preflight.configNames.length} ${preflight.configNames.length === 1 ? 'goes' : 'go'} back`;
}

/** The runbook's 10 to 30 s for dynos, plus the release command. */
function expectation(preflight: Preflight): string {
  const { present, lastSeconds } = preflight.releaseCommand;
  if (present === false) return '10–30 s (no release command)';
  if (present === null) return 'unknown (is there a release command?)';
  if (lastSeconds === null) return 'a release command and 10–30 s';
  return `~${span((lastSeconds + 30) * 1000)} (release command ${span(lastSeconds * 1000)} last time)`;
}

/** Blocking reasons and warnings, the blocking ones first. */
export function findingLines(preflight: Preflight): Mrkdwn | null {
  const ordered = preflight.findings.toSorted(
    (a, b) => Number(levelOf(b) === 'blocks') - Number(levelOf(a) === 'blocks'),
  );
  if (ordered.length === 0) return null;
  return lines(
    ...ordered.map((finding) => say`${levelOf(finding) === 'blocks' ? '⛔' : '⚠'} ${findingText(finding)}`),
  );
}
