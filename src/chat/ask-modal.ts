/** The request form: opens at once, fills in as the checks come back, keeps what was typed. */
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { App } from '../apps.ts';
import { TAPS, VIEWS } from '../ids.ts';
import type { Release } from '../ports.ts';
import type { Examined } from '../runbooks/rollback/examine.ts';
import type { AskedKind } from '../runbooks/rollback/request.ts';
import { buttons, context, plainText, section } from '../words/blocks.ts';
import { findingLines } from '../words/findings.ts';
import { how } from '../words/kinds.ts';
import { type Mrkdwn, plain, say } from '../words/mrkdwn.ts';
import { factLines, releaseNote, verdictLine } from '../words/preflight.ts';
import { CHECKING } from '../words/waiting.ts';
import { adviceBlocks } from './advice.ts';

export const SYMPTOM = { block: 'symptom', action: 'symptom' } as const;
export const DAMAGE = { block: 'damage', action: TAPS.sayDamage } as const;
export const TARGET = { block: 'target', action: TAPS.chooseTarget } as const;
export const KIND = { block: 'kind', action: TAPS.chooseKind } as const;
export const APP = { block: 'app', action: TAPS.chooseApp } as const;

export const LONGEST_SYMPTOM = 200;

/** Carried by the client, so never trusted: the app is looked up again, the version checked against Heroku. */
export interface AskMetadata {
  readonly app: string;
  readonly version: number | null;
  /** What is looked at and asked for unless another is chosen in the form. */
  readonly kind: AskedKind;
  /** The rollback it takes back; the request whose place it takes. */
  readonly undoes?: string | undefined;
  readonly replaces?: string | undefined;
  /** Ticked in the form this one follows. */
  readonly damage?: boolean | undefined;
  readonly channel: string;
}

export type AskState =
  | { readonly kind: 'checking' }
  | { readonly kind: 'checked'; readonly examined: Examined }
  /** `passing`: it may be otherwise in a moment. */
  | { readonly kind: 'unknown'; readonly why: Mrkdwn; readonly passing: boolean };

export function askModal(app: App, asked: AskMetadata, symptom: string, state: AskState): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.ask,
    private_metadata: JSON.stringify(asked),
    title: plainText('Roll back', 24),
    submit: plainText(app.approval === 'none' ? 'Roll back' : 'Ask for approval', 24),
    close: plainText('Cancel', 24),
    blocks: [
      section(
        say`*${subject(app, asked, state)}*${how({ kind: asked.kind, undoes: asked.undoes ?? null })}`,
        'what',
      ),
      symptomInput(app.environment === 'production', symptom),
      damageInput(),
      ...targetInput(asked, state),
      ...kindInput(app, asked, state),
      ...stateBlocks(app, state),
    ],
  };
}

/** `/rollback` alone: which app, and what is broken while one thinks of it. */
export function appModal(apps: readonly App[], channel: string, symptom: string): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.chooseApp,
    private_metadata: JSON.stringify({ channel }),
    title: plainText('Roll back', 24),
    submit: plainText('Next', 24),
    close: plainText('Cancel', 24),
    blocks: [
      {
        type: 'input',
        block_id: APP.block,
        dispatch_action: true,
        label: plainText('Which app?'),
        element: {
          type: 'static_select',
          action_id: APP.action,
          options: apps.slice(0, 100).map(({ name }) => ({ text: plainText(name), value: name })),
        },
      },
      symptomInput(false, symptom),
    ],
  };
}

function subject(app: App, asked: AskMetadata, state: AskState): Mrkdwn {
  if (state.kind === 'checked') {
    const { base, target } = state.examined.preflight;
    return say`${app.name} v${base.bad} → v${target.version}`;
  }
  return asked.version === null ? say`${app.name}` : say`${app.name} → v${asked.version}`;
}

export function symptomInput(required: boolean, symptom: string): InputBlock {
  return {
    type: 'input',
    block_id: SYMPTOM.block,
    optional: !required,
    label: plainText('What is broken?'),
    hint: plainText(required ? 'A few words; they open the incident.' : 'A few words.', 150),
    element: {
      type: 'plain_text_input',
      action_id: SYMPTOM.action,
      max_length: LONGEST_SYMPTOM,
      ...(symptom === '' ? {} : { initial_value: plain(symptom, LONGEST_SYMPTOM) }),
    },
  };
}

function damageInput(): InputBlock {
  return {
    type: 'input',
    block_id: DAMAGE.block,
    optional: true,
    dispatch_action: true,
    label: plainText('Worse than an outage?'),
    element: {
      type: 'checkboxes',
      action_id: DAMAGE.action,
      options: [{ text: plainText('Data is being damaged'), value: 'damage' }],
    },
  };
}

/** Once it is known where it goes; others come up by searching. An undo goes where it came from. */
function targetInput(asked: AskMetadata, state: AskState): readonly InputBlock[] {
  if (asked.undoes !== undefined) return [];
  const initial =
    state.kind === 'checked'
      ? targetOption(state.examined.target, new Date(state.examined.preflight.lookedAt))
      : asked.version === null
        ? null
        : { text: plainText(`v${asked.version}`), value: `v${asked.version}` };
  if (initial === null && state.kind === 'checking') return [];
  return [
    {
      type: 'input',
      block_id: TARGET.block,
      dispatch_action: true,
      label: plainText('Go back to'),
      element: {
        type: 'external_select',
        action_id: TARGET.action,
        min_query_length: 0,
        placeholder: plainText('Number, text or person', 150),
        ...(initial ? { initial_option: initial } : {}),
      },
    },
  ];
}

/** What, who and when of a release. */
export function targetOption(release: Release, now: Date): PlainTextOption {
  return {
    text: plainText(`v${release.version} ${release.description}`),
    value: `v${release.version}`,
    description: plainText(releaseNote(release.user.email, release.createdAt, now)),
  };
}

/** Offered where the whole release is blocked by the config it would bring back (design.md ruling 7). */
function kindInput(app: App, asked: AskMetadata, state: AskState): readonly InputBlock[] {
  if (!offersCodeOnly(app, asked, state)) return [];
  const whole: PlainTextOption = {
    text: plainText('The whole release: code and config vars'),
    value: 'rollback',
  };
  const code: PlainTextOption = {
    text: plainText('Code only: config vars stay as they are now'),
    value: 'code-only',
  };
  return [
    {
      type: 'input',
      block_id: KIND.block,
      dispatch_action: true,
      label: plainText('What comes back?'),
      element: {
        type: 'radio_buttons',
        action_id: KIND.action,
        options: [whole, code],
        initial_option: asked.kind === 'code-only' ? code : whole,
      },
    },
  ];
}

function offersCodeOnly(app: App, asked: AskMetadata, state: AskState): boolean {
  if (asked.kind === 'code-only') return true;
  if (state.kind !== 'checked' || app.stack === 'container') return false;
  const { target, preflight } = state.examined;
  const guarded = preflight.findings.some(({ code }) => code === 'guarded-config');
  return guarded && target.slugId !== null && !preflight.sameCode;
}

function stateBlocks(app: App, state: AskState): readonly KnownBlock[] {
  switch (state.kind) {
    case 'checking':
      return [section(CHECKING, 'checks')];
    case 'unknown':
      return [section(state.why, 'checks'), ...(state.passing ? [lookAgain()] : [])];
    case 'checked': {
      const { preflight } = state.examined;
      const findings = findingLines(preflight);
      const unread = preflight.findings.some(({ code }) => code === 'unknown-source');
      return [
        section(verdictLine(preflight), 'checks'),
        ...(findings ? [section(findings, 'findings')] : []),
        ...(unread ? [lookAgain()] : []),
        ...adviceBlocks(app.name, preflight, ''),
        context(factLines(preflight)),
      ];
    }
  }
}

function lookAgain(): KnownBlock {
  return buttons({ id: TAPS.lookAgain, label: 'Look again', value: 'again' });
}
