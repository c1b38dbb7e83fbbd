/** `/incident open`: the form opens at once, is filled with what is open already, and is sent. Nothing is decided here. */
import type { ModalView, Option } from '@slack/types';
import { z } from 'zod';
import type { App } from '../apps.ts';
import { COMMANDS, VIEWS } from '../ids.ts';
import type { Incident, Severity } from '../incident.ts';
import type { Refusal } from '../outcome.ts';
import type { Answer, Command, FrontDesk, Submission } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { findApp } from '../runbooks/find-app.ts';
import { LONGEST_IMPACT, LONGEST_SYMPTOM, openIncident } from '../runbooks/incident/open.ts';
import type { World } from '../runbooks/world.ts';
import { context, plainText, section } from '../words/blocks.ts';
import { ANOTHER, isItTheSame, openSince, opensHere, sameAs } from '../words/incident-form.ts';
import { channelLink, type Mrkdwn } from '../words/mrkdwn.ts';
import { refusalText } from '../words/refusals.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import * as fields from './incident-fields.ts';
import { readMetadata } from './metadata.ts';
import { rightChannel } from './open-ask.ts';
import { notice, refuseField, tellRefusal } from './tell.ts';

const TITLE = 'Open incident';
/** Radio buttons take ten. */
const MOST_SHOWN = 9;

const metadataShape = z.object({ channel: z.string(), shown: z.array(z.string()).max(MOST_SHOWN) });

interface Typed {
  readonly app: string;
  readonly severity: Severity;
  readonly symptom: string;
  readonly impact: string;
  readonly liveFlow: boolean;
  readonly date: string;
  readonly time: string;
  readonly commander: string;
  readonly drill: boolean;
  readonly same: string;
}

/** What is open of the same kind; of a form that comes back, why it does. */
interface Asking {
  readonly shown: readonly Incident[];
  readonly why: Mrkdwn | null;
  readonly now: Date;
}

/** `/incident open [APP] [SYMPTOM]`: what is no app begins the symptom, and the app is asked for. */
export async function openPart(world: World, command: Command, rest: readonly string[]): Promise<Answer> {
  const place = rightChannel(world, command, COMMANDS.incident);
  if (!place.ok) return tellRefusal(place.refusal);
  const [first = '', ...others] = rest;
  const app = findApp(world, first);
  if (!app.ok && app.refusal.reason === 'own-app') return tellRefusal(app.refusal);
  const { slackId, channel } = command;
  return openForm(world, {
    slackId,
    channel,
    app: app.ok ? app.value.name : '',
    symptom: (app.ok ? others : rest).join(' '),
  });
}

/** Who may is told as soon as it is known, and decided when it is sent. */
function openForm(
  world: World,
  from: {
    readonly slackId: string;
    readonly channel: string;
    readonly app: string;
    readonly symptom: string;
  },
): Answer {
  const { slackId, channel, app, symptom } = from;
  const typed: Typed = {
    app,
    severity: 2,
    symptom,
    impact: '',
    liveFlow: false,
    date: '',
    time: '',
    commander: slackId,
    drill: false,
    same: '',
  };
  return {
    kind: 'open',
    view: openView(appsOf(world), channel, typed, null),
    fill: async (modal) => {
      const may = await entitled(world, slackId, 'incident.open');
      if (!may.ok && may.refusal.reason !== 'membership-unknown')
        return modal.update(notice(TITLE, refusalText(may.refusal)));
      const asking = await lookAround(world, typed);
      if (asking.shown.length > 0) await modal.update(openView(appsOf(world), channel, typed, asking));
    },
  };
}

export function openSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.openIncident]: (submission) => send(world, submission) };
}

async function send(world: World, submission: Submission): Promise<Answer> {
  const metadata = readMetadata(metadataShape, submission);
  const typed = readTyped(submission.values);
  if (!metadata || !typed) return { kind: 'errors', errors: { [fields.blockOf('symptom')]: UNKNOWN_FORM } };
  const { slackId, viewId } = submission;
  const { channel, shown } = metadata;
  const { same, ...report } = typed;
  const outcome = await openIncident(world, {
    ...report,
    sameAs: same === '' || same === OTHER ? null : same,
    apartFrom: same === OTHER ? shown : [],
    slackId,
    channel,
    viewId,
  });
  if (outcome.ok) return { kind: 'nothing' };
  const { refusal } = outcome;
  if (refusal.reason === 'incident-open' || (refusal.reason === 'incident-not-open' && shown.length > 0)) {
    const asking = await lookAround(world, typed, refusal);
    return { kind: 'replace', view: openView(appsOf(world), channel, typed, asking), refusal };
  }
  return refuseField(fieldFor(refusal), refusal);
}

const FIELD_FOR: { readonly [R in Refusal['reason']]?: fields.FieldName } = {
  'unknown-app': 'app',
  'own-app': 'app',
  'began-unclear': 'time',
  'began-later': 'time',
  'cannot-lead': 'commander',
  'kinds-apart': 'same',
};

function fieldFor({ reason }: Refusal): string {
  return fields.blockOf(FIELD_FOR[reason] ?? 'symptom');
}

/** `met`: why nothing was opened; an open one that stood in the way is always among those shown. */
async function lookAround(world: World, typed: Typed, met?: Refusal): Promise<Asking> {
  const { drill } = typed;
  const open = await world.incidents.list({ app: null, open: true, drill, limit: 50 });
  const touches = ({ app, alsoApps }: Incident) => app === typed.app || alsoApps.includes(typed.app);
  const here = open.filter(touches);
  const elsewhere = open.filter((each) => !touches(each));
  const now = await world.clock.now();
  if (met?.reason !== 'incident-open')
    return { shown: [...here, ...elsewhere].slice(0, MOST_SHOWN), why: met ? refusalText(met) : null, now };
  const { incident } = met;
  const others = [...here, ...elsewhere].filter(({ id }) => id !== incident.id);
  return { shown: [incident, ...others].slice(0, MOST_SHOWN), why: isItTheSame(incident, now), now };
}

function readTyped(values: Submission['values']): Typed | null {
  const of = (name: fields.FieldName) => fields.held(values, name);
  const severity = fields.severityOf(of('severity'));
  if (severity === null) return null;
  return {
    app: of('app'),
    severity,
    symptom: of('symptom'),
    impact: of('impact'),
    liveFlow: of('flow') !== '',
    date: of('date'),
    time: of('time'),
    commander: of('commander'),
    drill: of('kind') === 'drill',
    same: of('same'),
  };
}

const OTHER = 'another';

function appsOf({ apps, settings }: World): readonly App[] {
  return apps.all.filter(({ name }) => name !== settings.ownApp);
}

/** Pure. `asking`: null while nobody has looked what is open. */
export function openView(
  apps: readonly App[],
  channel: string,
  typed: Typed,
  asking: Asking | null,
): ModalView {
  const shown = asking?.shown ?? [];
  const began = 'Empty: now. A time alone is the last one that passed.';
  return {
    type: 'modal',
    callback_id: VIEWS.openIncident,
    private_metadata: JSON.stringify({ channel, shown: shown.map(({ id }) => id) }),
    title: plainText(TITLE, 24),
    submit: plainText('Open', 24),
    close: plainText('Cancel', 24),
    blocks: [
      ...(asking?.why ? [section(asking.why, 'why')] : []),
      fields.appInput(apps, typed.app),
      ...(asking && shown.length > 0 ? [sameInput(asking, typed)] : []),
      fields.textInput(
        {
          name: 'symptom',
          label: 'What is broken?',
          hint: 'A few words: everybody reads them first.',
          most: LONGEST_SYMPTOM,
        },
        typed.symptom,
      ),
      fields.severityInput(typed.severity),
      fields.textInput(
        { name: 'impact', label: 'What do customers notice?', optional: true, most: LONGEST_IMPACT },
        typed.impact,
      ),
      fields.flowInput(typed.liveFlow),
      fields.commanderInput(typed.commander),
      ...fields.beganInputs(typed, began),
      fields.radioInput({ name: 'kind', label: 'Real or practice?' }, KINDS, typed.drill ? 'drill' : 'real'),
      context(opensHere(channelLink(channel))),
    ],
  };
}

const KINDS: readonly Option[] = [
  fields.option('real', 'Real'),
  fields.option('drill', 'Drill', 'Kept apart from what is real; customers hear nothing of it.'),
];

/** Has to be answered where one is open on this app. */
function sameInput({ shown, now }: Asking, { app, same }: Typed) {
  const must = shown.some((each) => each.app === app || each.alsoApps.includes(app));
  const options = [
    ...shown.map((each) => fields.option(each.id, sameAs(each), openSince(each, now))),
    fields.option(OTHER, ...ANOTHER),
  ];
  const label = must ? 'Is it the same?' : 'Is it one of these?';
  return fields.radioInput({ name: 'same', label, optional: !must }, options, same);
}
