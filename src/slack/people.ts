import type { Log } from '../log.ts';
import { may, type Person, type Role } from '../people.ts';
import type { Operator, People, WhoAmI } from '../ports.ts';
import { LATE, within } from './jobs.ts';
import type { Home } from './payload.ts';
import type { SlackReply } from './slack-failure.ts';
import type { SlackUser, SlackWeb } from './web.ts';

/** Who has which role, by configuration (`config/people-table.ts` fits). */
export interface RoleTable {
  readonly persons: readonly ConfiguredPerson[];
  /** Best role first: the first group a user is in decides. */
  readonly groups: readonly { readonly id: string; readonly role: Role }[];
}

interface ConfiguredPerson {
  readonly id: string;
  readonly slackIds: readonly string[];
  readonly role: Role;
  readonly agent: boolean;
}

const TRUST_FOR_MS = 60_000;
const ANSWER_WITHIN_MS = 1_500;

/**
 * Membership as Slack has it, role as configured. A flag on the account outweighs the table (threats.md T15 to
 * T17), and an account that cannot be looked up may do nothing. `now`: epoch milliseconds.
 */
export function slackPeople(options: {
  readonly web: SlackWeb;
  readonly home: () => Home | null;
  readonly table: RoleTable;
  readonly log: Log;
  readonly now: () => number;
  /** How long an answer of Slack's is believed; default a minute. */
  readonly trustForMs?: number;
}): People {
  const { web, home, table, log, now, trustForMs = TRUST_FOR_MS } = options;
  const users = cached(now, trustForMs, (id) => web.user(id));
  /** As each group was when it was last read: enough to tell somebody something, never to let them do anything. */
  const lastRead = new Map<string, readonly string[]>();
  const groups = cached(now, trustForMs, async (id) => {
    const reply = await web.groupUsers(id);
    if (reply.ok) lastRead.set(id, reply.value);
    return reply;
  });

  async function look(slackId: string): Promise<WhoAmI> {
    const [user, role] = await Promise.all([users(slackId), roleOf(slackId)]);
    if (!user.ok) return { ok: false, why: isUnknown(user) ? 'unknown' : 'slack-unreachable' };
    const barred = barredBy(user.value, home());
    if (barred !== null) return { ok: false, why: barred };
    if (role === 'unreadable') return { ok: false, why: 'slack-unreachable' };
    return { ok: true, person: { ...role, slackId, name: shownName(user.value) } };
  }

  type Standing = Pick<Person, 'id' | 'role' | 'agent'>;

  async function roleOf(slackId: string): Promise<Standing | 'unreadable'> {
    const person = table.persons.find((each) => each.slackIds.includes(slackId));
    if (person !== undefined) return { id: person.id, role: person.role, agent: person.agent };
    const members = await Promise.all(
      table.groups.map(async (group) => ({ group, got: await groups(group.id) })),
    );
    for (const { group, got } of members) {
      // A later group could only give a lesser role than the one that could not be read.
      if (!got.ok) return 'unreadable';
      if (got.value.includes(slackId)) return { id: slackId, role: group.role, agent: false };
    }
    return { id: slackId, role: null, agent: false };
  }

  async function who(slackId: string): Promise<WhoAmI> {
    const known = await within(look(slackId), ANSWER_WITHIN_MS);
    return known === LATE ? { ok: false, why: 'slack-unreachable' } : known;
  }

  async function groupMembers(): Promise<readonly string[]> {
    const lists = await Promise.all(
      table.groups.map(async ({ id }) => {
        const list = await within(groups(id), ANSWER_WITHIN_MS);
        if (list === LATE || !list.ok)
          log.warn({}, 'a user group could not be read: whoever has joined it since is not called');
        return lastRead.get(id) ?? [];
      }),
    );
    return lists.flat();
  }

  async function everybody(): Promise<readonly Looked[]> {
    const listed = table.persons.flatMap((person) => person.slackIds);
    const ids = new Set([...listed, ...(await groupMembers())]);
    return Promise.all([...ids].map(async (slackId) => ({ slackId, known: await who(slackId) })));
  }

  /** Whoever has not been looked up, if they are one by configuration. */
  function presumed({ slackId, known }: Looked): readonly Operator[] {
    if (known.ok || known.why !== 'slack-unreachable') return [];
    const group = table.groups.find(({ id }) => lastRead.get(id)?.includes(slackId));
    const standing =
      table.persons.find((each) => each.slackIds.includes(slackId)) ??
      (group && { id: slackId, role: group.role, agent: false });
    return standing && may(standing, 'rollback.approve')
      ? [{ id: standing.id, slackId, agent: standing.agent }]
      : [];
  }

  return {
    who,
    approvers: async () => able(await everybody()),
    async operators() {
      const all = await everybody();
      const sure = able(all);
      // All accounts of a person then: which of them is in use is not known either.
      const others = all.flatMap(presumed).filter((each) => !sure.some(({ id }) => id === each.id));
      return [...sure, ...others];
    },
  };
}

interface Looked {
  readonly slackId: string;
  readonly known: WhoAmI;
}

/** One account per person, however many they have. */
function able(all: readonly Looked[]): readonly Person[] {
  const persons = all.flatMap(({ known }) =>
    known.ok && may(known.person, 'rollback.approve') ? [known.person] : [],
  );
  return [...new Map(persons.toReversed().map((person) => [person.id, person])).values()].toReversed();
}

function isUnknown(reply: SlackReply<SlackUser>): boolean {
  return (
    !reply.ok && reply.why === 'slack-error' && ['user_not_found', 'user_not_visible'].includes(reply.code)
  );
}

type Barred = 'guest' | 'outsider' | 'deactivated' | 'bot';

/** Fails closed: without a team id, or before we know our own, everybody is an outsider. */
function barredBy(user: SlackUser, home: Home | null): Barred | null {
  if (home === null || user.team_id !== home.teamId || user.is_stranger) return 'outsider';
  if (user.deleted) return 'deactivated';
  if (user.is_bot || user.is_workflow_bot || user.id === 'USLACKBOT') return 'bot';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : null;
}

/** As people see it. Untrusted text. */
export function shownName(user: SlackUser): string {
  return user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || user.id;
}

/** Good answers are kept for a minute; callers at the same time share one call. */
function cached<T>(
  now: () => number,
  trustForMs: number,
  fetch: (id: string) => Promise<SlackReply<T>>,
): (id: string) => Promise<SlackReply<T>> {
  const kept = new Map<string, { readonly at: number; readonly reply: Promise<SlackReply<T>> }>();
  return (id) => {
    const hit = kept.get(id);
    if (hit !== undefined && now() - hit.at < trustForMs) return hit.reply;
    for (const [old, { at }] of kept) if (now() - at >= trustForMs) kept.delete(old);
    const entry = { at: now(), reply: fetch(id) };
    kept.set(id, entry);
    void entry.reply.then((reply) => {
      if (!reply.ok && kept.get(id) === entry) kept.delete(id);
    });
    return entry.reply;
  };
}
