import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/crash/full/**', 'test/cli/**'],
    reporters: ['default', './test/support/counts-reporter.ts'],
    globalSetup: ['test/support/postgres-server.ts'],
    // A hostile zone: whoever prints local time by mistake is found out at once (design.md section 8).
    env: { TZ: 'Pacific/Chatham' },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // There is no module-level state to keep apart (docs/architecture.md), so files share what they import.
    isolate: false,
    // Most of a front-door test is waiting: more workers than cores use what two leave idle.
    maxWorkers: 4,
  },
});
