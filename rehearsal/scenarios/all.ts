import { firstRollback } from './first-rollback.ts';
import type { Scenario } from './scenario.ts';

export const SCENARIOS: readonly Scenario[] = [firstRollback];
