/** What was deployed to the simulated Heroku was committed before: one line for each app, growing as people deploy. */
import type { App, Artifact, Person } from '../heroku/model.ts';
import type { World } from '../heroku/world.ts';
import { changedFile, type GitCommit, type Line, shaOf } from './repository.ts';

/** The lines, kept up with Heroku from now on. */
export function historyOf(world: World): readonly Line[] {
  const lines = new Map<string, Line>();
  const note = (app: App, { artifact, user }: { artifact: Artifact | null; user: Person }) => {
    const line = lines.get(app.name) ?? [];
    lines.set(app.name, line);
    if (artifact === null || line.some(({ sha }) => sha === artifact.commit)) return;
    line.push(...workOn(artifact, user, world.people));
  };
  for (const app of world.apps.values()) for (const release of app.releases) note(app, release);
  world.subscribe((event) => {
    if (event.kind === 'release-made') note(event.app, event.release);
  });
  // New apps do not appear, so these are all; each grows in place.
  return [...lines.values()];
}

/** Three commits by two people end in every deploy. */
function workOn(
  { commit, subject, traceback }: Artifact,
  by: Person,
  people: readonly Person[],
): readonly GitCommit[] {
  const other = people.find(({ name, email }) => email !== by.email && /^(?:Ben|Cy)$/.test(name)) ?? by;
  const step = (title: string, author: Person, sha: string, path: string): GitCommit => ({
    sha,
    title,
    author: author.name,
    labels: [],
    files: [changedFile(path, 'before', title)],
  });
  const name = subject.toLowerCase().replace(/\W+/g, '_');
  const path = guilty(traceback) ?? `app/${name}.py`;
  return [
    step(`Prepare: ${subject}`, other, shaOf(`prepare ${commit}`), path),
    step(`Test: ${subject}`, by, shaOf(`test ${commit}`), `tests/test_${name}.py`),
    step(subject, by, commit, path),
  ];
}

/** Where the code of a deploy fails, if it prints that: a file that the deploy changed. */
function guilty(traceback: readonly string[]): string | null {
  const places = traceback.flatMap((line) => /File "\/app\/([^"]+)"/.exec(line)?.[1] ?? []);
  return places.at(-1) ?? null;
}
