/** A Heroku that has the team's apps: those of the Raxx set-up as they are, others grown like the one most alike. */
import type { Switchback } from '../../src/config/switchback-yaml.ts';
import { raxx, type Seed, type SeedApp } from '../heroku/seed.ts';

type Told = Switchback['apps'][string];

/** The team's apps and no others, each served where its smoke check looks. */
export function seedFor(apps: Switchback['apps']): Seed {
  return {
    ...raxx,
    apps: Object.entries(apps).map(([name, app]) => ({
      ...alike(name, app),
      name,
      smokePath: new URL(app.smoke.url).pathname,
    })),
  };
}

function alike(name: string, { environment, stack }: Told): SeedApp {
  const fits = raxx.apps.filter((seed) => seed.kind === stack && seed.stage === environment);
  const found = fits.find((seed) => seed.name === name) ?? fits[0];
  if (found === undefined) throw new Error(`the seed has no ${environment} ${stack} app`);
  return found;
}
