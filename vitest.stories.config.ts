import { defineConfig } from 'vitest/config';

/** Every story of the rehearsal, played: `npm run test:stories`, some minutes on two cores. */
export default defineConfig({
  test: {
    include: ['test/stories/**/*.test.ts'],
    globalSetup: ['test/support/postgres-server.ts'],
    env: { TZ: 'Pacific/Chatham' },
    pool: 'forks',
    // Each is a bot of its own that mostly waits.
    maxConcurrency: 4,
  },
});
