/** An app's releases, newest first. */
import type { ReleaseShown } from '../../../heroku/shape.ts';
import { storyTime } from '../story-time.ts';

/** More than anybody rolls back over; the rest on demand. */
const FIRST = 4;

export function Releases({ releases }: { readonly releases: readonly ReleaseShown[] }) {
  const older = releases.slice(FIRST);
  return (
    <section aria-labelledby="heroku-releases">
      <h2 id="heroku-releases">Releases</h2>
      <List releases={releases.slice(0, FIRST)} />
      {older.length === 0 ? null : (
        <details>
          <summary>{older.length} older</summary>
          <List releases={older} />
        </details>
      )}
    </section>
  );
}

function List({ releases }: { readonly releases: readonly ReleaseShown[] }) {
  return (
    <ol className="heroku-releases">
      {releases.map((release) => (
        <Release key={release.version} release={release} />
      ))}
    </ol>
  );
}

function Release({ release }: { readonly release: ReleaseShown }) {
  const { version, description, status, current, commit, by, at } = release;
  return (
    <li data-current={current} data-status={status}>
      <strong>v{version}</strong> {current ? <strong className="heroku-live">live</strong> : null}{' '}
      <span className="heroku-status">{standing(release)}</span>
      <div>{description}</div>
      <div className="heroku-quiet">
        {commit === null ? null : <code>{commit.slice(0, 8)}</code>} {by},{' '}
        <time dateTime={at}>
          {at.slice(0, 10)} {storyTime(at)}
        </time>
      </div>
    </li>
  );
}

function standing({ status, current, eligible, imageGone, commit }: ReleaseShown): string {
  if (imageGone) return `${status}, its image is gone`;
  if (status === 'expired') return 'expired';
  if (commit === null) return `${status}, no code`;
  return eligible && !current ? `${status}, can be rolled back to` : status;
}
