/** The request form at work: opened, looked at again when something else is chosen in it, searched, sent. */
import type { Option } from '@slack/types';
import { z } from 'zod';
import type { App } from '../apps.ts';
import { TAPS, VIEWS } from '../ids.ts';
import { done, type Outcome, type Refusal, refused } from '../outcome.ts';
import type { Answer, FrontDesk, Search, Submission, Tap } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { findApp } from '../runbooks/find-app.ts';
import { examine } from '../runbooks/rollback/examine.ts';
import { type AskedKind, request } from '../runbooks/rollback/request.ts';
import { candidatesOf, matching } from '../runbooks/rollback/search-targets.ts';
import type { World } from '../runbooks/world.ts';
import { refusalText } from '../words/refusals.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import {
  APP,
  type AskMetadata,
  type AskState,
  askModal,
  DAMAGE,
  KIND,
  SYMPTOM,
  TARGET,
  targetOption,
} from './ask-modal.ts';
import { readMetadata } from './metadata.ts';
import { replaceable, replaceModal } from './replace-modal.ts';
import { versionOf } from './rollback-arguments.ts';
import { refuseField, tellRefusal } from './tell.ts';

const kind = z.enum(['rollback', 'code-only']);
const askMetadata = z.object({
  app: z.string(),
  version: z.number().int().positive().nullable(),
  kind: kind.default('rollback'),
  channel: z.string(),
  undoes: z.string().optional(),
  replaces: z.string().optional(),
  damage: z.boolean().optional(),
});
const appMetadata = z.object({ channel: z.string() });

type Values = Submission['values'];

/** What the form says now: chosen fields win over what it was opened with. */
export interface AskForm {
  readonly app: App;
  readonly asked: AskMetadata;
  readonly symptom: string;
  readonly damage: boolean;
}

/** Null for what no form of ours carries; refused for an app that is none of ours. */
export function readAsk(world: World, metadata: string, values: Values): Outcome<AskForm> | null {
  const asked = readMetadata(askMetadata, { metadata });
  if (!asked) return null;
  const app = findApp(world, asked.app);
  if (!app.ok) return app;
  const target = values[TARGET.block]?.[TARGET.action] ?? '';
  const chosen: AskedKind = kind.safeParse(values[KIND.block]?.[KIND.action]).data ?? asked.kind;
  return done({
    app: app.value,
    asked: { ...asked, version: versionOf(target) ?? asked.version, kind: chosen },
    symptom: values[SYMPTOM.block]?.[SYMPTOM.action] ?? '',
    damage: asked.damage === true || (values[DAMAGE.block]?.[DAMAGE.action] ?? '') !== '',
  });
}

type Shown = Required<Pick<Extract<Answer, { kind: 'open' }>, 'view' | 'fill'>>;

/** Shows itself at once; who may ask is checked when it is sent, and told early when it is known. */
export function shownForm(world: World, form: AskForm, slackId: string): Shown {
  const { app, asked, symptom } = form;
  return {
    view: askModal(app, asked, symptom, { kind: 'checking' }),
    fill: async (modal) => {
      await modal.update(askModal(app, asked, symptom, await looked(world, form, slackId)));
    },
  };
}

/** What may be otherwise in a moment. */
const PASSING: readonly Refusal['reason'][] = ['heroku-unreadable', 'membership-unknown'];

async function looked(world: World, { app, asked, damage }: AskForm, slackId: string): Promise<AskState> {
  const may = await entitled(world, slackId, 'rollback.request');
  const examined = may.ok ? await examine(world, app, asked, null) : may;
  if (!examined.ok) {
    const { refusal } = examined;
    return { kind: 'unknown', why: refusalText(refusal), passing: PASSING.includes(refusal.reason) };
  }
  world.looks.remember(app.name, examined.value);
  return saying(examined.value, damage);
}

function saying(examined: Extract<AskState, { kind: 'checked' }>['examined'], damage: boolean): AskState {
  return { kind: 'checked', examined: { ...examined, preflight: { ...examined.preflight, damage } } };
}

export function formTaps(world: World): FrontDesk['taps'] {
  const again = async (tap: Tap) => lookAgain(world, tap);
  return {
    [TAPS.chooseTarget]: again,
    [TAPS.chooseKind]: again,
    [TAPS.lookAgain]: again,
    [TAPS.sayDamage]: (tap) => sayDamage(world, tap),
    [TAPS.chooseApp]: async (tap) => {
      const form = chosenApp(world, tap.view?.metadata ?? '', tap.values);
      return form.kind === 'refused'
        ? form.answer
        : { kind: 'replace', ...shownForm(world, form.form, tap.slackId) };
    },
  };
}

async function lookAgain(world: World, tap: Tap): Promise<Answer> {
  const form = readAsk(world, tap.view?.metadata ?? '', tap.values);
  if (!form?.ok) return form ? tellRefusal(form.refusal) : { kind: 'nothing' };
  return { kind: 'replace', ...shownForm(world, form.value, tap.slackId) };
}

/** Only the advice changes: nobody needs to be asked again, unless nobody remembers. */
async function sayDamage(world: World, tap: Tap): Promise<Answer> {
  const form = readAsk(world, tap.view?.metadata ?? '', tap.values);
  if (!form?.ok) return { kind: 'nothing' };
  const { app, asked, symptom, damage } = form.value;
  const seen = world.looks.last(app.name, await world.clock.now());
  const same =
    seen?.preflight.kind === asked.kind && (asked.version ?? seen.target.version) === seen.target.version;
  // Before the checks are back there is no advice yet, and they will find the tick.
  if (!seen || !same) return { kind: 'nothing' };
  // What somebody else's checks found is not for everybody who opens the form.
  const may = await entitled(world, tap.slackId, 'rollback.request');
  if (!may.ok) return { kind: 'nothing' };
  return { kind: 'replace', view: askModal(app, asked, symptom, saying(seen, damage)) };
}

type Chosen =
  | { readonly kind: 'form'; readonly form: AskForm }
  | { readonly kind: 'refused'; readonly answer: Answer };

function chosenApp(world: World, metadata: string, values: Values): Chosen {
  const place = readMetadata(appMetadata, { metadata });
  const app = findApp(world, values[APP.block]?.[APP.action] ?? '');
  if (!app.ok) return { kind: 'refused', answer: tellRefusal(app.refusal) };
  const asked: AskMetadata = {
    app: app.value.name,
    version: null,
    kind: 'rollback',
    channel: place?.channel ?? '',
  };
  const symptom = values[SYMPTOM.block]?.[SYMPTOM.action] ?? '';
  return { kind: 'form', form: { app: app.value, asked, symptom, damage: false } };
}

export function askSearches(world: World): FrontDesk['searches'] {
  return { [TAPS.chooseTarget]: (search) => searchTargets(world, search) };
}

/** What, who and when of every release that can be gone back to. */
async function searchTargets(world: World, { typed, metadata, slackId }: Search): Promise<readonly Option[]> {
  const form = readAsk(world, metadata, {});
  const may = await entitled(world, slackId, 'rollback.request');
  if (!form?.ok || !may.ok) return [];
  const { app } = form.value;
  const now = await world.clock.now();
  const choices = world.looks.last(app.name, now)?.choices ?? (await candidatesOf(world, app));
  return matching(choices, typed).map((release) => targetOption(release, now));
}

export function askSubmissions(world: World): FrontDesk['submissions'] {
  return {
    [VIEWS.ask]: (submission) => send(world, submission),
    [VIEWS.chooseApp]: async ({ metadata, values, slackId }) => {
      const chosen = chosenApp(world, metadata, values);
      return chosen.kind === 'refused'
        ? { kind: 'errors', errors: { [APP.block]: UNKNOWN_FORM } }
        : { kind: 'open', ...shownForm(world, chosen.form, slackId) };
    },
  };
}

async function send(world: World, { metadata, values, slackId }: Submission): Promise<Answer> {
  const form = readAsk(world, metadata, values);
  if (!form) return { kind: 'errors', errors: { [SYMPTOM.block]: UNKNOWN_FORM } };
  if (!form.ok) return refuseField(SYMPTOM.block, form.refusal);
  const { app, asked, symptom, damage } = form.value;
  const { opsChannels } = world.settings;
  const outcome = opsChannels.includes(asked.channel)
    ? await request(world, {
        app: app.name,
        version: asked.version,
        kind: asked.kind,
        undoes: asked.undoes,
        replaces: asked.replaces,
        symptom,
        damage,
        slackId,
        channel: asked.channel,
      })
    : refused({ reason: 'wrong-channel', command: '/rollback', channels: opsChannels });
  if (outcome.ok) return { kind: 'nothing' };
  const { refusal } = outcome;
  const taken = replaceable(refusal);
  return taken
    ? { kind: 'replace', view: replaceModal(app, { ...asked, damage }, symptom, taken), refusal }
    : refuseField(SYMPTOM.block, refusal);
}
