/** Persons, roles and who may do what, as data (design.md section 3, rulings 1 and 2). */

export type Role = 'superadmin' | 'ops' | 'support' | 'readonly';

/** One human or agent, however many Slack accounts they have. */
export interface Person {
  /** Configured id, or the Slack user id when only a user group names them. */
  readonly id: string;
  /** Display name, untrusted text. */
  readonly name: string;
  /** The Slack account they are acting from. */
  readonly slackId: string;
  readonly role: Role | null;
  /** Automation: may request, never approves. */
  readonly agent: boolean;
}

export type Action =
  | 'rollback.request'
  | 'rollback.approve'
  | 'rollback.reject'
  | 'rollback.cancel'
  | 'rollback.decide'
  | 'rollback.re-pin'
  | 'rollback.override'
  | 'rollback.replace'
  | 'rollback.second-look'
  | 'second-factor.enrol'
  | 'second-factor.reset'
  | 'rollback.status'
  | 'rollback.answer'
  | 'rollback.escalate'
  | 'incident.open'
  | 'incident.update'
  | 'incident.note'
  | 'incident.read'
  | 'incident.review'
  | 'incident.escalate'
  | 'incident.close'
  | 'public.publish'
  | 'deploy.lock'
  | 'deploy.unlock'
  | 'deploy.locks'
  | 'drill.read';

const OPERATORS: readonly Role[] = ['ops', 'superadmin'];

interface Rule {
  readonly roles: readonly Role[];
  readonly agents: boolean;
}

/** Reading needs no role beyond membership; everything that acts does. */
const RULES = {
  'rollback.request': { roles: OPERATORS, agents: true },
  'rollback.approve': { roles: OPERATORS, agents: false },
  'rollback.reject': { roles: OPERATORS, agents: false },
  'rollback.cancel': { roles: OPERATORS, agents: true },
  'rollback.decide': { roles: OPERATORS, agents: false },
  'rollback.re-pin': { roles: OPERATORS, agents: false },
  'rollback.override': { roles: ['superadmin'], agents: false },
  'rollback.replace': { roles: OPERATORS, agents: false },
  'rollback.second-look': { roles: OPERATORS, agents: false },
  'second-factor.enrol': { roles: OPERATORS, agents: false },
  'second-factor.reset': { roles: ['superadmin'], agents: false },
  'rollback.status': { roles: ['ops', 'superadmin', 'support', 'readonly'], agents: true },
  'rollback.answer': { roles: OPERATORS, agents: false },
  'rollback.escalate': { roles: OPERATORS, agents: false },
  // Support hears first what customers see.
  'incident.open': { roles: ['ops', 'superadmin', 'support'], agents: true },
  'incident.update': { roles: ['ops', 'superadmin', 'support'], agents: false },
  'incident.read': { roles: ['ops', 'superadmin', 'support', 'readonly'], agents: true },
  'incident.note': { roles: ['ops', 'superadmin', 'support'], agents: true },
  // Agents write reviews too: the house's first RCA is one's.
  'incident.review': { roles: ['ops', 'superadmin', 'support'], agents: true },
  'incident.escalate': { roles: ['ops', 'superadmin', 'support'], agents: true },
  'incident.close': { roles: OPERATORS, agents: false },
  'public.publish': { roles: OPERATORS, agents: false },
  'deploy.lock': { roles: OPERATORS, agents: false },
  'deploy.unlock': { roles: OPERATORS, agents: false },
  'deploy.locks': { roles: ['ops', 'superadmin', 'support', 'readonly'], agents: true },
  'drill.read': { roles: ['ops', 'superadmin', 'support', 'readonly'], agents: true },
} as const satisfies Record<Action, Rule>;

/** Whether this person's role and kind allow the action. Distinctness of approver and requester is the Ledger's to decide. */
export function may(person: Pick<Person, 'role' | 'agent'>, action: Action): boolean {
  const rule: Rule = RULES[action];
  return person.role !== null && rule.roles.includes(person.role) && (!person.agent || rule.agents);
}

/** The roles that allow an action, for the sentence that refuses it. */
export function rolesFor(action: Action): readonly Role[] {
  return RULES[action].roles;
}
