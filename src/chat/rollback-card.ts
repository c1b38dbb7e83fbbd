/** The operation's one card: it begins as the approval request and becomes the live message. Drawn from state alone. */
import type { KnownBlock } from '@slack/types';
import { levelOf, type Preflight, preflightOf } from '../findings.ts';
import { TAPS } from '../ids.ts';
import type { Operation } from '../operation.ts';
import type { Message } from '../ports.ts';
import { mayAnswer } from '../runbooks/rollback/answer.ts';
import { before } from '../runbooks/rollback/approve.ts';
import { BUDGET_MS } from '../runbooks/rollback/patience.ts';
import { nextWordAt } from '../runbooks/rollback/verify.ts';
import { type ButtonSpec, buttons, context, section } from '../words/blocks.ts';
import { byHand, cardHeadline, cardSteps, nextWord } from '../words/card.ts';
import { findingLines } from '../words/findings.ts';
import { lines, type Mrkdwn, say } from '../words/mrkdwn.ts';
import { factLines, verdictLine } from '../words/preflight.ts';
import { hourMinute, toTheSecond } from '../words/time.ts';
import { CHECKS_NOT_BACK, RUNS_IF_CLEAR } from '../words/waiting.ts';
import { insteadOf } from './advice.ts';

/** `mentions`: who is asked to approve, an edit does not notify them again; null where nobody is (policy `none`). */
export function rollbackCard(operation: Operation, mentions: Mrkdwn | null, now: Date): Message {
  const headline = cardHeadline(operation, mentions, now, BUDGET_MS);
  const blocks: KnownBlock[] = [
    section(headline),
    ...(operation.status === 'requested' ? request(operation, mentions !== null) : live(operation, now)),
  ];
  return { text: headline.source, blocks };
}

function request(operation: Operation, asksApproval: boolean): KnownBlock[] {
  const preflight = preflightOf(operation.preflight);
  const findings = preflight && findingLines(preflight);
  const symptom = operation.symptom === '' ? say`No symptom given` : say`${operation.symptom}`;
  const value = operation.id;
  const other = preflight && insteadOf(operation.app, preflight, value);
  return [
    section(
      lines(
        say`${symptom} · ${operation.requester.name} asks`,
        preflight ? verdictLine(preflight) : asksApproval ? CHECKS_NOT_BACK : RUNS_IF_CLEAR,
        findings,
        other && asksApproval ? other.line : null,
      ),
    ),
    ...(preflight ? [context(factLines(preflight))] : []),
    context(
      say`Asked ${toTheSecond(operation.requestedAt)} · expires ${hourMinute(operation.expiresAt)} · ${byHand(operation, preflight?.verdict !== 'BLOCKED')} · ${operation.id}`,
    ),
    buttons(
      ...(asksApproval
        ? [
            { id: TAPS.review, label: 'Review', value, style: 'primary' } as const,
            { id: TAPS.reject, label: 'Reject', value },
          ]
        : []),
      { id: TAPS.cancel, label: 'Cancel', value },
      ...(offersCodeOnly(operation, preflight) ? [codeOnlyButton(value)] : []),
      ...(other && asksApproval ? [other.button] : []),
    ),
  ];
}

function live(operation: Operation, now: Date): KnownBlock[] {
  const preflight = preflightOf(operation.preflight);
  // A renewal is approved as it is made: what smoke was before is in its preflight alone.
  const progress = preflight ? { ...before(preflight), ...operation.progress } : operation.progress;
  const steps = cardSteps({ ...operation, progress });
  const reasons = preflight && operation.ending?.why === 'blocked' ? findingLines(preflight) : null;
  return [
    ...(steps ? [section(steps)] : []),
    ...(reasons ? [section(reasons)] : []),
    ...(operation.ending?.why === 'blocked' && offersCodeOnly(operation, preflight)
      ? [buttons(codeOnlyButton(operation.id))]
      : []),
    context(
      lines(
        nextWord(operation, nextWordAt(operation, now)),
        say`${byHand(operation, false)} · ${operation.id}`,
      ),
    ),
    ...liveButtons(operation),
  ];
}

/** While it may still be noticed that it did not help, and as long as there is something to tell. */
function liveButtons(operation: Operation): KnownBlock[] {
  const { id: value, marks, sentAt } = operation;
  const specs = [
    ...(mayAnswer(operation) && !marks['still-broken']
      ? [{ id: TAPS.stillBroken, label: 'Still broken', value }]
      : []),
    ...(sentAt ? [{ id: TAPS.note, label: 'Note', value }] : []),
  ];
  return specs.length > 0 ? [buttons(...specs)] : [];
}

/** Where only guarded config vars stand in the way, the code can still come back (design.md ruling 7). */
function offersCodeOnly({ kind }: Operation, preflight: Preflight | null): boolean {
  const blocking = preflight?.findings.filter((finding) => levelOf(finding) === 'blocks') ?? [];
  return (
    kind === 'rollback' &&
    blocking.length > 0 &&
    blocking.every((finding) => finding.code === 'guarded-config')
  );
}

function codeOnlyButton(value: string): ButtonSpec {
  return { id: TAPS.codeOnlyInstead, label: 'Code only instead', value };
}
