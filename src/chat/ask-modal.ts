/** The request modal: opens at once, fills in as the checks come back, keeps what was typed. */
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { App } from '../apps.ts';
import { VIEWS } from '../ids.ts';
import type { Release } from '../ports.ts';
import type { Examined } from '../runbooks/rollback/examine.ts';
import type { AskedKind } from '../runbooks/rollback/request.ts';
import { context, plainText, section } from '../words/blocks.ts';
import { how } from '../words/kinds.ts';
import { type Mrkdwn, plain, say } from '../words/mrkdwn.ts';
import { factLines, findingLines, verdictLine } from '../words/preflight.ts';

export const SYMPTOM = { block: 'symptom', action: 'symptom' } as const;
export const TARGET = { block: 'target', action: 'target' } as const;

/** Carried by the client, so never trusted: the app is looked up again, the version checked against Heroku. */
export interface AskMetadata {
  readonly app: string;
  readonly version: number | null;
  /** What is looked at and asked for unless another is chosen in the form. */
  readonly kind: AskedKind;
  /** The rollback it takes back; the request whose place it takes. */
  readonly undoes?: string;
  readonly replaces?: string;
  readonly channel: string;
}

export type AskState =
  | { readonly kind: 'checking' }
  | { readonly kind: 'checked'; readonly examined: Examined }
  | { readonly kind: 'unknown'; readonly why: Mrkdwn };

export function askModal(app: App, asked: AskMetadata, symptom: string, state: AskState): ModalView {
  const target = asked.version === null ? say`` : say` → v${asked.version}`;
  return {
    type: 'modal',
    callback_id: VIEWS.ask,
    private_metadata: JSON.stringify(asked),
    title: plainText('Roll back', 24),
    submit: plainText(app.approval === 'none' ? 'Roll back' : 'Ask for approval', 24),
    close: plainText('Cancel', 24),
    blocks: [
      section(say`*${app.name}${target}*${how({ kind: asked.kind, undoes: asked.undoes ?? null })}`, 'what'),
      symptomInput(app, symptom),
      ...(asked.version === null && state.kind === 'checked' ? [targetSelect(state.examined)] : []),
      ...stateBlocks(state),
    ],
  };
}

function symptomInput(app: App, symptom: string): InputBlock {
  return {
    type: 'input',
    block_id: SYMPTOM.block,
    optional: app.environment !== 'production',
    label: plainText('What is broken?'),
    hint: plainText(
      app.environment === 'production' ? 'A few words; they open the incident.' : 'A few words.',
      150,
    ),
    element: {
      type: 'plain_text_input',
      action_id: SYMPTOM.action,
      max_length: 200,
      ...(symptom === '' ? {} : { initial_value: plain(symptom, 200) }),
    },
  };
}

function targetSelect({ choices, target }: Examined): InputBlock {
  const option = (release: Release) => ({
    text: plainText(`v${release.version} ${release.description}`),
    value: `v${release.version}`,
  });
  const shown = choices.slice(0, 100);
  const listed = shown.some((release) => release.version === target.version)
    ? shown
    : [target, ...shown.slice(0, 99)];
  return {
    type: 'input',
    block_id: TARGET.block,
    label: plainText('Go back to'),
    element: {
      type: 'static_select',
      action_id: TARGET.action,
      options: listed.map(option),
      initial_option: option(target),
    },
  };
}

function stateBlocks(state: AskState): KnownBlock[] {
  switch (state.kind) {
    case 'checking':
      return [section(say`Checking… you may send this before the checks are back.`, 'checks')];
    case 'unknown':
      return [section(state.why, 'checks')];
    case 'checked': {
      const { preflight } = state.examined;
      const findings = findingLines(preflight);
      return [
        section(say`${verdictLine(preflight)}`, 'checks'),
        ...(findings ? [section(findings, 'findings')] : []),
        context(factLines(preflight)),
      ];
    }
  }
}
