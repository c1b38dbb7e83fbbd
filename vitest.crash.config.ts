import { defineConfig } from 'vitest/config';

/** Every boundary × every fate × every kill: `npm run test:crash`, some three hours on two cores. */
export default defineConfig({
  test: {
    include: ['test/crash/full/**/*.test.ts'],
    globalSetup: ['test/support/postgres-server.ts'],
    env: { TZ: 'Pacific/Chatham' },
    testTimeout: 0,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 1,
    disableConsoleIntercept: true,
  },
});
