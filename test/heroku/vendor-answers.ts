/** Heroku's answers as it gives them (facts/heroku.md section 1), and an edge to ask with. */
import type { HerokuBudget } from '../../src/heroku/budget.ts';
import { type HerokuOptions, openHeroku } from '../../src/heroku/open-heroku.ts';
import type { Heroku } from '../../src/ports.ts';

export const TARGET_ID = '5f3a0d4e-2d8f-4e2f-9d0a-0f6f3a1b2c84';

export function vendorRelease(
  version: number,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id: `5f3a0d4e-2d8f-4e2f-9d0a-${String(version).padStart(12, '0')}`,
    version,
    description: `Deploy ${version}`,
    status: 'succeeded',
    current: false,
    eligible_for_rollback: true,
    slug: { id: 'b1946ac9-2f3a-4d1b-8a55-7d1f0c3b9e11' },
    artifacts: [],
    output_stream_url: null,
    addon_plan_names: [],
    app: { id: 'a0000000-0000-4000-8000-000000000001', name: 'raxx-api-prod' },
    user: { id: 'c0000000-0000-4000-8000-000000000001', email: 'bot@raxx.app' },
    created_at: '2026-05-14T21:24:25Z',
    updated_at: '2026-05-14T21:24:26Z',
    ...changes,
  };
}

export const ROLLED_BACK = vendorRelease(86, { description: 'Rollback to v84', status: 'pending' });

export const freeBudget: HerokuBudget = {
  take: async () => ({ kind: 'go' }),
  saw: async () => {},
};

const silent = { debug() {}, info() {}, warn() {} };

export function herokuAt(baseUrl: string, changes: Partial<HerokuOptions> = {}): Heroku {
  const usual = { tokenFor: () => 'token', budget: freeBudget, log: silent, allowLoopback: true };
  return openHeroku({ baseUrl, ...usual, ...changes });
}

export const routine = { purpose: 'routine' } as const;
