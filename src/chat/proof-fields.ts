/** What an approver types when ticking is not enough: the second factor's code, and why a block is overridden. */
import type { InputBlock, KnownBlock } from '@slack/types';
import type { Refusal } from '../outcome.ts';
import type { Submission } from '../ports.ts';
import type { Approval } from '../runbooks/rollback/agree.ts';
import type { Reviewed } from '../runbooks/rollback/approve.ts';
import { plainText, section } from '../words/blocks.ts';
import { NO_CODES_HERE, NOBODY_OVERRIDES, NOT_SET_UP, SUPERADMIN_OVERRIDES } from '../words/second-factor.ts';
import { CODE, codeInput } from './second-factor-modal.ts';

const WHY = { block: 'override', action: 'override' } as const;

/** Whether this reviewer can submit at all. */
export function canSubmit({ block, code: asked }: Reviewed): boolean {
  return (block === null || block === 'may-override') && (asked === 'none' || asked === 'asked');
}

export function proofBlocks(reviewed: Reviewed): readonly KnownBlock[] {
  const { block, code: asked } = reviewed;
  if (block === 'final') return [section(NOBODY_OVERRIDES, 'way-out')];
  if (block === 'superadmin-only') return [section(SUPERADMIN_OVERRIDES, 'way-out')];
  if (asked === 'unavailable') return [section(NO_CODES_HERE, 'way-out')];
  if (asked === 'not-set-up') return [section(NOT_SET_UP, 'way-out')];
  return [
    ...(block === 'may-override' ? [reasonInput()] : []),
    ...(asked === 'asked' ? [codeInput('The code your authenticator app shows now')] : []),
  ];
}

function reasonInput(): InputBlock {
  return {
    type: 'input',
    block_id: WHY.block,
    label: plainText('Why must it go on all the same?'),
    hint: plainText('Said in the channel, and kept in the audit log.', 150),
    element: { type: 'plain_text_input', action_id: WHY.action, max_length: 300 },
  };
}

/** Null for what the form did not ask. */
export function typedProof({ values }: Submission): Pick<Approval, 'code' | 'reason'> {
  const typed = (field: typeof CODE | typeof WHY) =>
    values[field.block] === undefined ? null : (values[field.block]?.[field.action] ?? '');
  return { code: typed(CODE), reason: typed(WHY) };
}

/** The field a refusal belongs under, if any. */
export function proofFieldFor({ reason }: Refusal): string | null {
  if (reason === 'override-unexplained') return WHY.block;
  return ['code-malformed', 'wrong-code', 'code-used', 'codes-locked', 'no-second-factor'].includes(reason)
    ? CODE.block
    : null;
}
