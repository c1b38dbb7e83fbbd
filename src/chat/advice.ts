/** The adviser's lines and buttons on forms and cards, and what a tap on one of them answers. */
import type { KnownBlock } from '@slack/types';
import type { Advice, Preflight } from '../findings.ts';
import { ADVICE_TAPS } from '../ids.ts';
import { advise, instead } from '../runbooks/rollback/adviser.ts';
import { ADVICE_LABELS, type AdviceAbout, adviceLine } from '../words/adviser.ts';
import { type ButtonSpec, section, sectionWithButton } from '../words/blocks.ts';
import type { Mrkdwn } from '../words/mrkdwn.ts';

/** Every piece of advice in order, each with its button. `value`: the operation's id, empty where there is none yet. */
export function adviceBlocks(app: string, preflight: Preflight, value: string): readonly KnownBlock[] {
  const about = aboutOf(app, preflight);
  return advise(preflight).map((advice) => {
    const line = adviceLine(advice, about);
    const button = adviceButton(advice, value);
    return button ? sectionWithButton(line, button) : section(line);
  });
}

/** The first that is not to roll back; null when there is none. */
export function insteadOf(
  app: string,
  preflight: Preflight,
  value: string,
): { readonly line: Mrkdwn; readonly button: ButtonSpec } | null {
  const first = instead(preflight);
  const button = first && adviceButton(first, value);
  return button && { line: adviceLine(first, aboutOf(app, preflight)), button };
}

export function aboutOf(app: string, { base, target }: Preflight): AdviceAbout {
  return { app, bad: base.bad, target: target.version };
}

function adviceButton({ what }: Advice, value: string): ButtonSpec | null {
  return what === 'roll-back' ? null : { id: ADVICE_TAPS[what], label: ADVICE_LABELS[what], value };
}
