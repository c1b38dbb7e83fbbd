/** What each finding of a preflight means, in a line, and what its tick box says. */
import { type Finding, levelOf, type Preflight } from '../findings.ts';
import { code, joined, lines, type Mrkdwn, quoted, say } from './mrkdwn.ts';
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
  'image-gone': 'Heroku has lost the image: somebody pushes it again by hand',
  container: 'A container app: if its image is gone, you push it again',
  'migration-destructive': 'A migration took away what the old code needs',
  'migration-unknown-to-target': 'Its release command will probably fail and leave the bad release live',
  'migration-unknown': 'A migration in between could not be judged',
  'config-changes': 'Config vars change back with the release',
  'addon-config': 'Config vars that add-ons own change',
  'flag-prerequisites': 'A flag comes back on without what it needs',
  'undoes-fix': 'It undoes a security or incident fix',
  'not-since-release': 'The fault did not begin with this release',
  'arises-elsewhere': 'The errors arise outside the app',
  frozen: 'There is a deploy freeze',
  'released-since-request': 'Somebody released after this was asked',
  'unknown-source': 'Something could not be read',
  'scaled-to-zero': 'No web dyno is scaled up: a rollback starts none',
  'target-expires-soon': 'Heroku will soon destroy this release',
  'deploy-locked': 'Deploys are locked',
} as const satisfies Record<Finding['code'], string>;

/** Blocking reasons first, then warnings, then what had better be known. */
export function findingLines(preflight: Preflight): Mrkdwn | null {
  if (preflight.findings.length === 0) return null;
  const ordered = ORDER.flatMap((level) => preflight.findings.filter((each) => levelOf(each) === level));
  return lines(...ordered.map((finding) => say`${MARKS[levelOf(finding)]} ${findingText(finding)}`));
}

const ORDER = ['blocks', 'acknowledge', 'note'] as const;
const MARKS = { blocks: '⛔', acknowledge: '⚠', note: '•' } as const;

function findingText(finding: Finding): Mrkdwn {
  switch (finding.code) {
    case 'guarded-config':
      return say`Guarded config vars would change: ${some(finding.names)}. Roll forward, or take code only where it is offered.`;
    case 'target-not-eligible':
      return say`Heroku will not roll back to v${finding.version} (${NOT_ELIGIBLE[finding.status] ?? finding.status}).`;
    case 'release-pending':
      return say`v${finding.version} by ${brief(finding.by)} is still being released (${span(finding.sinceSeconds * 1000)}). Wait for it to end.`;
    case 'already-runs':
      return say`v${finding.version} is what runs now.`;
    case 'image-gone':
      return say`Heroku no longer has v${finding.version}'s image: somebody pushes it again by a checklist. I send nothing, config vars stay as they are.`;
    case 'container':
      return say`A container app: release pointer first; if Heroku no longer has the image, you push it again by a checklist.`;
    case 'migration-destructive':
      return say`A migration took away what the old code needs: ${few(finding.names)}. Roll forward.`;
    case 'migration-unknown-to-target':
      return say`The old code cannot find the newer schema revision (${few(finding.names)}), so its own release command will probably fail and leave the bad release live.`;
    case 'migration-unknown':
      return say`Migrations: ${UNJUDGED[finding.why] ?? finding.why}${finding.names.length > 0 ? say` (${few(finding.names)})` : say``}. Unknown, not fine.`;
    case 'config-changes':
      return say`Config vars go back too: ${configNames(finding)}.`;
    case 'addon-config':
      return say`Add-ons own some of them: ${configNames({ ...finding, appears: [] })}.`;
    case 'flag-prerequisites':
      return joined(
        finding.flags
          .slice(0, MOST_LISTED)
          .map(({ flag, missing }) => say`${brief(flag)} would be on without ${some(missing)}.`),
        ' ',
      );
    case 'undoes-fix':
      return say`It would undo ${fixes(finding)}. Roll forward instead, if you can.`;
    case 'not-since-release':
      return say`The fault did not begin with v${finding.version}, as far as dynos, smoke and logs show.`;
    case 'arises-elsewhere':
      return ELSEWHERE[finding.where];
    case 'frozen':
      return say`Deploy freeze until ${dayAndTime(finding.until)}: ${brief(finding.reason)}. A rollback is allowed; tell ${brief(finding.tell)}.`;
    case 'released-since-request':
      return say`${brief(finding.by)} released v${finding.version} (${brief(finding.description)}) after this was asked.`;
    case 'unknown-source':
      return say`I could not read the ${sourceName(finding.source)} (${whyUnread(finding)}): unknown, not fine.`;
    case 'scaled-to-zero':
      return say`web is scaled to 0: a rollback brings nothing up.`;
    case 'target-expires-soon':
      return say`Heroku will soon destroy v${finding.version}: you may not be able to come back to it again.`;
    case 'deploy-locked':
      return say`Deploys of ${finding.commit === null ? say`the whole app` : code(finding.commit.slice(0, 8))} are locked by ${brief(finding.owner)}: ${brief(finding.reason)}. That does not stop a rollback.`;
  }
}

const NOT_ELIGIBLE: Readonly<Record<string, string>> = {
  succeeded: 'not eligible any more',
  expired: 'it has expired: Heroku destroys what is older than 30 days and not among the 20 newest',
};

function whyUnread({ source, why }: Extract<Finding, { code: 'unknown-source' }>): string {
  const ofGitHub = source === 'commits' || source === 'labels';
  return UNREAD[why] ?? failureText(why).replace('Heroku', ofGitHub ? 'GitHub' : 'Heroku');
}

function sourceName(source: Extract<Finding, { code: 'unknown-source' }>['source']): string {
  return source === 'labels' ? 'labels of the pull requests' : source;
}

const UNREAD: Readonly<Record<string, string>> = {
  'too-short': 'they do not reach back far enough',
  'no-token': 'GITHUB_TOKEN is not set',
  diverged: 'their histories have parted',
};

const ELSEWHERE = {
  'origin-guard': say`The smoke check was refused by the origin guard: wrong URL, not an outage.`,
  maintenance: say`Somebody switched maintenance mode on: its page is what people see.`,
  platform: say`Heroku itself fails (H99): see status.heroku.com; a rollback does not mend that.`,
  'before-heroku': say`The errors arise before Heroku, at Cloudflare or DNS: Heroku's router saw none.`,
  router: say`Heroku's router gets no answer from dynos that are up.`,
  app: say`The app itself answers with errors.`,
  unknown: say`Where the errors arise is not known.`,
} as const;

const MOST_LISTED = 3;

function fixes({ commits }: Extract<Finding, { code: 'undoes-fix' }>): Mrkdwn {
  const shown = commits
    .slice(0, MOST_LISTED)
    .map(
      ({ sha, title, author, protects }) =>
        say`${protects === 'security' ? 'a security fix' : 'an incident fix'} (${code(sha.slice(0, 8))} ${brief(title)}, ${brief(author)})`,
    );
  const more = commits.length - shown.length;
  return more > 0 ? say`${joined(shown, ', ')} and ${more} more` : joined(shown, ', ');
}

/** Why a migration, or its absence, could not be judged; keyed as migration-caveat.ts does. */
const UNJUDGED: Readonly<Record<string, string>> = {
  'no-paths': 'no migration paths are configured, so none were looked for',
  incomplete: 'GitHub did not list all changed files',
  'no-diff': 'GitHub shows no whole diff of some',
  edited: 'old ones were changed, moved or deleted',
  unreadable: 'some do more than I can judge',
  tightens: 'some may refuse what the old code writes',
  elsewhere: 'some files look like migrations outside the configured paths',
  'command-unknown': 'some add to the schema, and whether a release command runs is not known',
  'upgrades-ran': 'the release output shows some ran',
  'none-seen': 'the release output shows none, which proves little',
  'not-seen': 'neither GitHub nor a release output says whether there were any',
};

function few(names: readonly string[]): Mrkdwn {
  const shown = joined(
    names.slice(0, MOST_LISTED).map((name) => quoted(name, 80)),
    ', ',
  );
  return names.length > MOST_LISTED ? say`${shown} and ${names.length - MOST_LISTED} more` : shown;
}

type ConfigNames = {
  readonly appears: readonly string[];
  readonly changes: readonly string[];
  readonly vanishes: readonly string[];
};

function configNames(finding: ConfigNames): Mrkdwn {
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
export function some(names: readonly string[]): Mrkdwn {
  const shown = joined(names.slice(0, MOST_NAMES).map(brief), ', ');
  return names.length > MOST_NAMES ? say`${shown} and ${names.length - MOST_NAMES} more` : shown;
}

/** What other people wrote, short enough not to push our own facts out of sight. */
export function brief(text: string): Mrkdwn {
  return quoted(text, 60);
}

function dayAndTime(iso: string): string {
  return `${iso.slice(0, 10)} ${hourMinute(new Date(iso))}`;
}
