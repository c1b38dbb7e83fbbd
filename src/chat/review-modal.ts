/** The approver's modal: fresh facts, each warning ticked, one button that names what it does. */
import type { InputBlock, ModalView, Option } from '@slack/types';
import { type Finding, preflightOf, sameFinding, toAcknowledge } from '../findings.ts';
import { VIEWS } from '../ids.ts';
import type { Operation } from '../operation.ts';
import type { Reviewed } from '../runbooks/rollback/approve.ts';
import { context, plainText, section } from '../words/blocks.ts';
import { findingLines, tickLabel } from '../words/findings.ts';
import { type Mrkdwn, say } from '../words/mrkdwn.ts';
import { factLines, verdictLine } from '../words/preflight.ts';
import { route } from '../words/rollback.ts';
import { hourMinute } from '../words/time.ts';
import { LOOKING_AFRESH } from '../words/waiting.ts';
import { adviceBlocks } from './advice.ts';
import { canSubmit, proofBlocks } from './proof-fields.ts';

export const TICKS = { block: 'ticks', action: 'ticks' } as const;

export interface ReviewMetadata {
  readonly operationId: string;
  readonly hash: string;
}

const TITLE = 'Review rollback';

export function checkingModal(operation: Operation): ModalView {
  return {
    type: 'modal',
    title: plainText(TITLE, 24),
    close: plainText('Not now', 24),
    blocks: [section(subject(operation), 'what'), section(LOOKING_AFRESH, 'checks')],
  };
}

export function reviewModal(reviewed: Reviewed, kind: 'review' | 'renew'): ModalView {
  const { operation, preflight, hash } = reviewed;
  const metadata: ReviewMetadata = { operationId: operation.id, hash };
  const shown = { ...operation, base: preflight.base };
  const findings = findingLines(preflight);
  const warnings = [...new Map(toAcknowledge(preflight).map((finding) => [finding.code, finding])).values()];
  const open = canSubmit(reviewed);
  const target = `v${operation.target.version}`;
  const agree = preflight.kind === 're-pin' ? `Push ${target}'s image` : `Roll back to ${target}`;
  return {
    type: 'modal',
    callback_id: VIEWS[kind],
    private_metadata: JSON.stringify(metadata),
    title: plainText(TITLE, 24),
    close: plainText('Not now', 24),
    ...(open
      ? { submit: plainText(reviewed.block === null ? agree : `Override: back to ${target}`, 24) }
      : {}),
    blocks: [
      section(subject(shown), 'what'),
      section(verdictLine(preflight), 'checks'),
      ...(findings ? [section(findings, 'findings')] : []),
      ...(open && warnings.length > 0
        ? [ticks(warnings, kind === 'renew' ? alreadyKnown(operation) : [])]
        : []),
      ...proofBlocks(reviewed),
      ...adviceBlocks(operation.app, preflight, operation.id),
      context(factLines(preflight)),
    ],
  };
}

function subject(operation: Operation): Mrkdwn {
  const symptom = operation.symptom === '' ? say`no symptom given` : say`${operation.symptom}`;
  return say`*${route(operation)}*\n${symptom} · ${operation.requester.name} asked ${hourMinute(operation.requestedAt)}`;
}

/** `known`: what this approver agreed to before; it is ticked already, so that only what changed asks for a tap. */
function ticks(warnings: readonly Finding[], known: readonly Finding[]): InputBlock {
  const ticked = warnings.filter((finding) => known.some((each) => sameFinding(each, finding)));
  return {
    type: 'input',
    block_id: TICKS.block,
    label: plainText('I know that'),
    element: {
      type: 'checkboxes',
      action_id: TICKS.action,
      options: warnings.map(tick),
      ...(ticked.length > 0 ? { initial_options: ticked.map(tick) } : {}),
    },
  };
}

function alreadyKnown(stale: Operation): readonly Finding[] {
  const preflight = preflightOf(stale.preflight);
  return preflight ? toAcknowledge(preflight) : [];
}

function tick(finding: Finding): Option {
  return { text: plainText(tickLabel(finding), 75), value: finding.code };
}
