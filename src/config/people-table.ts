import type { Role } from '../people.ts';

const ROLES: readonly Role[] = ['superadmin', 'ops', 'support', 'readonly'];

/** A person as configured; their display name comes from Slack. */
export interface ConfiguredPerson {
  readonly id: string;
  /** All their Slack accounts: the two-person rule counts persons. */
  readonly slackIds: readonly string[];
  readonly role: Role;
  readonly agent: boolean;
}

/** Members of a Slack user group who are not listed as persons have this role. */
export interface RoleGroup {
  /** User group id, `S…`. */
  readonly id: string;
  readonly role: Role;
}

export interface PeopleTable {
  readonly persons: readonly ConfiguredPerson[];
  /** Best role first. */
  readonly groups: readonly RoleGroup[];
  bySlackId(slackId: string): ConfiguredPerson | null;
}

export function peopleTable(persons: readonly ConfiguredPerson[], groups: readonly RoleGroup[]): PeopleTable {
  const bySlackId = new Map(
    persons.flatMap((person) => person.slackIds.map((slackId) => [slackId, person] as const)),
  );
  const bestFirst = groups.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  return { persons, groups: bestFirst, bySlackId: (slackId) => bySlackId.get(slackId) ?? null };
}
