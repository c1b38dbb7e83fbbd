/** Lines that a trouble leaves in an app's log, put where they belong in time. */
import { z } from 'zod';
import type { App, LogLine } from './model.ts';
import { refused } from './router-line.ts';
import { LOG_HOLDS, type World } from './world.ts';

export const troubleSchema = z.object({
  kind: z.enum(['memory', 'timeouts', 'boot']),
  /** Simulated minutes ago that it began; until now, or until so many minutes ago. */
  fromMinutes: z.number().nonnegative(),
  untilMinutes: z.number().nonnegative().optional(),
});
export type Trouble = z.infer<typeof troubleSchema>;

export const plantedLineSchema = z.object({
  /** As Logplex writes it: `app[web.1]`, `heroku[router]`. */
  from: z.string().regex(/^\w+\[[\w.-]+\]$/),
  text: z.string(),
  /** Simulated; default now. */
  minutesAgo: z.number().nonnegative().optional(),
});
export type PlantedLine = z.infer<typeof plantedLineSchema>;

const MINUTE = 60_000;

export function plantLines(world: World, app: App, lines: readonly PlantedLine[]): void {
  const now = world.timeline.now().getTime();
  insert(
    app,
    lines.map(({ from, text, minutesAgo = 0 }) => ({ at: new Date(now - minutesAgo * MINUTE), from, text })),
  );
}

export function plantTrouble(world: World, app: App, { kind, fromMinutes, untilMinutes = 0 }: Trouble): void {
  const now = world.timeline.now().getTime();
  const { everyMs, lines } = TROUBLES[kind];
  const times = Math.max(1, Math.floor(((fromMinutes - untilMinutes) * MINUTE) / everyMs));
  const planted = Array.from({ length: times }, (_, n) => {
    const at = new Date(now - fromMinutes * MINUTE + n * everyMs);
    return lines(app.name, n).map(([from, text]) => ({ at, from, text }));
  });
  insert(app, planted.flat());
}

const TROUBLES: Readonly<
  Record<
    Trouble['kind'],
    { everyMs: number; lines: (app: string, n: number) => readonly (readonly [from: string, text: string])[] }
  >
> = {
  memory: {
    everyMs: 20_000,
    lines: () => [
      ['heroku[web.1]', 'Process running mem=537M(104.9%)'],
      ['heroku[web.1]', 'Error R14 (Memory quota exceeded)'],
    ],
  },
  timeouts: {
    everyMs: 15_000,
    lines: (app, n) => [
      [
        'heroku[router]',
        refused({ app, method: 'GET', path: '/api/orders', n: `slow/${n}` }, 'H12', 'Request timeout'),
      ],
    ],
  },
  boot: {
    everyMs: 60_000,
    lines: () => [
      [
        'heroku[web.1]',
        'Error R10 (Boot timeout) -> Web process failed to bind to $PORT within 60 seconds of launch',
      ],
      ['heroku[web.1]', 'Stopping process with SIGKILL'],
      ['heroku[web.1]', 'Process exited with status 137'],
    ],
  },
};

/** Nobody who tails hears of them: they happened. */
function insert(app: App, lines: readonly LogLine[]): void {
  app.log.push(...lines);
  app.log.sort((a, b) => a.at.getTime() - b.at.getTime());
  app.log.splice(0, app.log.length - LOG_HOLDS);
}
