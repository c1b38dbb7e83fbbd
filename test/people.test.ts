import { expect, test } from 'vitest';
import { type Action, may, type Person, type Role, rolesFor } from '../src/people.ts';

/** Design.md rulings 1 and 2, once more and by hand: who may, human | agent. */
const TABLE: Readonly<Record<Action, { readonly humans: string; readonly agents: string }>> = {
  'rollback.request': { humans: 'ops superadmin', agents: 'ops superadmin' },
  'rollback.approve': { humans: 'ops superadmin', agents: '' },
  'rollback.reject': { humans: 'ops superadmin', agents: '' },
  'rollback.cancel': { humans: 'ops superadmin', agents: 'ops superadmin' },
  'rollback.decide': { humans: 'ops superadmin', agents: '' },
  'rollback.re-pin': { humans: 'ops superadmin', agents: '' },
  'rollback.override': { humans: 'superadmin', agents: '' },
  'rollback.replace': { humans: 'ops superadmin', agents: '' },
  'rollback.second-look': { humans: 'ops superadmin', agents: '' },
  'second-factor.enrol': { humans: 'ops superadmin', agents: '' },
  'second-factor.reset': { humans: 'superadmin', agents: '' },
  'rollback.status': { humans: 'ops superadmin support readonly', agents: 'ops superadmin support readonly' },
  'rollback.answer': { humans: 'ops superadmin', agents: '' },
  'rollback.escalate': { humans: 'ops superadmin', agents: '' },
  'incident.open': { humans: 'ops superadmin support', agents: 'ops superadmin support' },
  'incident.update': { humans: 'ops superadmin support', agents: '' },
  'incident.read': { humans: 'ops superadmin support readonly', agents: 'ops superadmin support readonly' },
  'incident.note': { humans: 'ops superadmin support', agents: 'ops superadmin support' },
  'incident.review': { humans: 'ops superadmin support', agents: 'ops superadmin support' },
  'incident.escalate': { humans: 'ops superadmin support', agents: 'ops superadmin support' },
  'incident.close': { humans: 'ops superadmin', agents: '' },
  'public.publish': { humans: 'ops superadmin', agents: '' },
  'deploy.lock': { humans: 'ops superadmin', agents: '' },
  'deploy.unlock': { humans: 'ops superadmin', agents: '' },
  'deploy.locks': { humans: 'ops superadmin support readonly', agents: 'ops superadmin support readonly' },
  'drill.read': { humans: 'ops superadmin support readonly', agents: 'ops superadmin support readonly' },
};

const ROLES: readonly (Role | null)[] = ['superadmin', 'ops', 'support', 'readonly', null];

test.each(
  (Object.keys(TABLE) as Action[]).flatMap((action) =>
    ROLES.flatMap((role) => [false, true].map((agent) => [action, role, agent] as const)),
  ),
)('%s by %s, agent: %s', (action, role, agent) => {
  const person: Person = { id: 'p', name: 'P', slackId: 'U0P', role, agent };
  const allowed = TABLE[action][agent ? 'agents' : 'humans'].split(' ');
  expect(may(person, action)).toBe(role !== null && allowed.includes(role));
});

test.each(Object.entries(TABLE))('%s names the roles it needs', (action, { humans }) => {
  expect(rolesFor(action as Action).toSorted()).toEqual(humans.split(' ').toSorted());
});
