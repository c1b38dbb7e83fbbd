/** Ends a run with its counts on a plain line, for whoever reads the output by program. */
import type { Reporter, TestModule } from 'vitest/node';

export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    // A module that could not even be loaded has no tests to fail.
    const broken = modules.filter((module) => !module.ok() && !hasFailed(module)).length;
    const skipped = count('skipped');
    const line = `${count('passed')} passed, ${count('failed') + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    process.stdout.write(`\n${line}\n`);
  }
}

function hasFailed(module: TestModule): boolean {
  return [...module.children.allTests('failed')].length > 0;
}
