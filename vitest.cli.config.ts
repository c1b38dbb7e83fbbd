import { defineConfig } from 'vitest/config';

/** The real Heroku CLI against the simulator: `npm run test:cli`. Downloads the CLI once (395 MB). */
export default defineConfig({
  test: {
    include: ['test/cli/**/*.test.ts'],
    env: { TZ: 'Pacific/Chatham' },
    // One command is a process start of 0.6 to 1.2 s on two cores; installing takes minutes on a slow line.
    testTimeout: 60_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
