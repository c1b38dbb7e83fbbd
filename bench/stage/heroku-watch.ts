/** When the simulated Heroku itself was asked and done: what no bot can be faster than. */
import type { HerokuSim } from '../../rehearsal/heroku/start.ts';

export interface HerokuWatch {
  /** Since the newest rollback POST of an app was received until all its web dynos were up on that release. */
  share(app: string): { readonly receivedAt: number; readonly upAt: number };
  /** The app's newest rollback has all its web dynos up. */
  isUp(app: string): boolean;
}

export function watchHeroku({ world, control }: HerokuSim): HerokuWatch {
  const upAt = new Map<string, number>();
  world.subscribe((event) => {
    if (event.kind === 'release-made') upAt.delete(event.app.name);
    if (event.kind !== 'dyno' || event.action !== 'update') return;
    const web = event.app.dynos.filter((dyno) => dyno.type === 'web');
    const version = event.app.releases.at(-1)?.version;
    if (web.every((dyno) => dyno.state === 'up' && dyno.release.version === version))
      upAt.set(event.app.name, world.timeline.now().getTime());
  });
  return {
    isUp: (app) => upAt.has(app),
    share(app) {
      const post = control.journal.requests('rollback-post').findLast((request) => request.app === app);
      const up = upAt.get(app);
      if (post === undefined || up === undefined) throw new Error(`${app} was not rolled back`);
      return { receivedAt: Date.parse(post.at), upAt: up };
    },
  };
}
