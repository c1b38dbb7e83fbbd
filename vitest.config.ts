import { defineConfig } from 'vitest/config';
import { findChromium } from './test/browser/harness/find-chromium.ts';

// CI has one (.ci/run), so there its absence fails the tests.
const blind = findChromium() === null && !process.env['CI'];
if (blind) process.stdout.write('No Chromium found (CHROMIUM names one): test/browser/ is left out.\n');

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/crash/full/**', 'test/cli/**', 'test/stories/**', ...(blind ? ['test/browser/**'] : [])],
    reporters: ['default', './test/support/counts-reporter.ts'],
    globalSetup: ['test/support/postgres-server.ts'],
    // A hostile zone: whoever prints local time by mistake is found out at once (design.md section 8).
    env: { TZ: 'Pacific/Chatham' },
    // What is waited for has limits of its own; this one ends what hangs, also on a machine half as fast.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // There is no module-level state to keep apart (docs/architecture.md), so files share what they import.
    isolate: false,
    // Most of a front-door test is waiting: more workers than cores use what two leave idle; with six the browsers starve.
    maxWorkers: 4,
  },
});
