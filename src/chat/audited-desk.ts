/** Refused attempts to act, in the audit: whatever answers them, whichever way they came (design.md section 2). */
import type { Refusal } from '../outcome.ts';
import type { Action } from '../people.ts';
import type { Answer, FrontDesk } from '../ports.ts';
import type { World } from '../runbooks/world.ts';

/** The desk, with a row in the audit for every refusal of consequence it gives. */
export function auditedDesk(world: World, desk: FrontDesk): FrontDesk {
  return {
    ...desk,
    commands: mapped(
      desk.commands,
      (handle, name) => async (command) =>
        audited(world, await handle(command), { by: command.slackId, tried: name, claim: '' }),
    ),
    taps: mapped(
      desk.taps,
      (handle, name) => async (tap) =>
        audited(world, await handle(tap), { by: tap.slackId, tried: name, claim: tap.value }),
    ),
    shortcuts: mapped(
      desk.shortcuts,
      (handle, name) => async (shortcut) =>
        audited(world, await handle(shortcut), { by: shortcut.slackId, tried: name, claim: '' }),
    ),
    reacted: async (reaction) =>
      audited(world, await desk.reacted(reaction), {
        by: reaction.slackId,
        tried: reaction.emoji,
        claim: '',
      }),
    submissions: mapped(
      desk.submissions,
      (handle, name) => async (sent) =>
        audited(world, await handle(sent), { by: sent.slackId, tried: name, claim: sent.metadata }),
    ),
  };
}

interface Attempt {
  readonly by: string;
  readonly tried: string;
  /** What the client says it is about: only an operation's id is taken from it. */
  readonly claim: string;
}

async function audited(world: World, answer: Answer, { by, tried, claim }: Attempt): Promise<Answer> {
  const refusal = 'refusal' in answer ? answer.refusal : undefined;
  if (!refusal || !isOfConsequence(refusal)) return answer;
  const who = await world.people.who(by);
  const [operationId] = /\brb-[a-z0-9]{8}\b/.exec(claim) ?? [];
  await world.ledger.noteRefusal(refusal.reason, {
    action: 'refused',
    actor: who.ok ? who.person.id : by,
    targetType: operationId ? 'operation' : 'person',
    targetId: operationId ?? by,
    payload: { tried, reason: refusal.reason },
  });
  return answer;
}

/** Slips of the pen and lost races, which show nothing about anybody: everything else was an attempt to act. */
const SLIPS: readonly Refusal['reason'][] = [
  'unknown-app',
  'bad-version',
  'no-such-release',
  'already-runs',
  'target-not-eligible',
  'no-default-target',
  'heroku-unreadable',
  'unknown-operation',
  'symptom-missing',
  'warnings-not-ticked',
  'already-handled',
  'incident-not-open',
  'incident-open',
  'no-incident',
  'which-incident',
  'already-published',
  'public-text',
  'unknown-draft',
  'unknown-template',
  'template-unfilled',
  'draft-replaced',
  'no-customers',
  'smoke-fails',
  'no-promise',
  'promise-broken',
  'snooze-unexplained',
  'snoozed-meanwhile',
  'snoozed-enough',
  'not-recovered',
  'not-live',
  'no-code-only',
  'nothing-to-undo',
  'already-undone',
  'code-malformed',
  'override-unexplained',
  'unknown-person',
  'which-person',
  'already-ticked',
  'not-ticked',
  'tag-missing',
  'bad-tag',
  'no-release-yet',
  'nothing-to-choose',
  'already-said',
  'call-unexplained',
  'called-before',
  'note-empty',
  'note-too-long',
  'entry-there',
  'no-such-entry',
  'message-gone',
  'message-unreadable',
  'resolution-missing',
  'bad-link',
  'incident-still-open',
  'action-missing',
  'bad-day',
  'no-such-action',
  'action-done',
  'bad-slug',
  'bad-commit',
  'reason-missing',
  'already-locked',
  'not-locked',
];

const READING: readonly Action[] = ['rollback.status', 'incident.read', 'drill.read', 'deploy.locks'];

function isOfConsequence(refusal: Refusal): boolean {
  if (refusal.reason === 'wrong-role') return !READING.includes(refusal.action);
  return !SLIPS.includes(refusal.reason);
}

function mapped<H>(
  table: Readonly<Record<string, H>>,
  change: (handle: H, name: string) => H,
): Readonly<Record<string, H>> {
  return Object.fromEntries(Object.entries(table).map(([name, handle]) => [name, change(handle, name)]));
}
