/** Releases to go back to, as somebody types for them. */
import type { App } from '../../apps.ts';
import type { Release } from '../../ports.ts';
import type { World } from '../world.ts';
import { LIST_LENGTH } from './choose-target.ts';
import { candidates, running } from './target.ts';

/** While Slack waits for the options. */
const HURRIED = { purpose: 'look', deadlineMs: 1_500 } as const;

/** Empty when Heroku does not answer in time: searching again asks again. */
export async function candidatesOf(world: World, app: App): Promise<readonly Release[]> {
  const [releases, dynos] = await Promise.all([
    world.heroku.releases(app.name, LIST_LENGTH, HURRIED),
    world.heroku.dynos(app.name, HURRIED),
  ]);
  if (!releases.ok) return [];
  return candidates(releases.value, running(releases.value, dynos.ok ? dynos.value : []));
}

/** Every word typed must be found in number, description or author; nothing typed finds all. Pure. */
export function matching(choices: readonly Release[], typed: string): readonly Release[] {
  const words = plainly(typed)
    .split(/\s+/)
    .filter((word) => word !== '');
  return choices.filter(({ version, description, user }) => {
    const text = plainly(`v${version} ${description} ${user.email}`);
    return words.every((word) => text.includes(word));
  });
}

function plainly(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
