/** Somebody else at work: a config change, a deploy, a rollback that is not ours. */
import { randomUUID } from 'node:crypto';
import { makeArtifact, pushedImage } from './artifact.ts';
import type { ForeignRelease } from './faults.ts';
import { type Behaviour, HEALTHY, type Release } from './model.ts';
import { attachAddon, deploy, releaseImage, rollBack, setConfig } from './releases.ts';
import { appNamed, currentRelease, findRelease, personNamed, type World } from './world.ts';

const BEHAVIOURS: Readonly<Record<'healthy' | 'crashes' | 'errors', Behaviour>> = {
  healthy: HEALTHY,
  crashes: { serves: 'errors', crashesAfterMs: 0 },
  errors: { serves: 'errors', crashesAfterMs: null },
};

export function releaseByAnother(
  world: World,
  appName: string,
  email: string,
  what: ForeignRelease['what'],
): Release {
  const app = appNamed(world, appName);
  const by = personNamed(world, email);
  switch (what.kind) {
    case 'config':
      return setConfig(world, app, { [what.name]: '1' }, by);
    case 'addon':
      return attachAddon(world, app, { plan: what.plan, configVars: [what.configVar] }, by);
    case 'rollback': {
      const target = findRelease(app, String(what.to));
      if (target === undefined) throw new Error(`${appName} has no v${what.to}`);
      return rollBack(world, app, target, by);
    }
    case 'container':
      return releaseImage(
        world,
        app,
        pushedImage(world, app, what.image, BEHAVIOURS[what.behaviour ?? 'healthy']),
        by,
      );
    case 'deploy': {
      const kind = app.stack === 'container' ? 'container' : 'slug';
      const processTypes = currentRelease(app).artifact?.processTypes ?? {};
      const behaviour = BEHAVIOURS[what.behaviour ?? 'healthy'];
      const code = {
        commit: what.commit,
        subject: 'Released by somebody else',
        behaviour,
        kind,
        processTypes,
        ...(what.prints ? { prints: what.prints } : {}),
        ...(what.traceback ? { traceback: what.traceback } : {}),
      } as const;
      return deploy(world, app, makeArtifact(randomUUID(), code, world.timeline.now()), by);
    }
  }
}
