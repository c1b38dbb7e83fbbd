/** `/incident open`: the form opens at once, is filled with what is open already, and is sent. Nothing is decided here. */
import type { App } from '../apps.ts';
import { COMMANDS, VIEWS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Refusal } from '../outcome.ts';
import { may } from '../people.ts';
import type { Answer, Command, FrontDesk, Submission } from '../ports.ts';
import { entitled } from '../runbooks/entitlement.ts';
import { findApp } from '../runbooks/find-app.ts';
import { openIncident } from '../runbooks/incident/open.ts';
import type { World } from '../runbooks/world.ts';
import { isItTheSame } from '../words/incident-form.ts';
import { refusalText } from '../words/refusals.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import * as fields from './incident-fields.ts';
import {
  type Asking,
  MOST_SHOWN,
  metadataShape,
  OTHER,
  openView,
  readTyped,
  TITLE,
  type Typed,
} from './incident-open-form.ts';
import { readMetadata } from './metadata.ts';
import { rightChannel } from './open-ask.ts';
import { notice, refuseField, tellRefusal } from './tell.ts';

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
    leadRound: 0,
    drill: false,
    same: '',
  };
  return {
    kind: 'open',
    view: openView(appsOf(world), channel, typed, null),
    fill: async (modal) => {
      const person = await entitled(world, slackId, 'incident.open');
      if (!person.ok && person.refusal.reason !== 'membership-unknown')
        return modal.update(notice(TITLE, refusalText(person.refusal)));
      // The leader is called when customers are owed a word: not who can give none.
      const leads = !person.ok || may(person.value, 'public.publish');
      const form = leads ? typed : { ...typed, commander: '', leadRound: 1 };
      if (!leads) await modal.update(openView(appsOf(world), channel, form, null));
      const asking = await lookAround(world, form);
      if (asking.shown.length > 0) await modal.update(openView(appsOf(world), channel, form, asking));
    },
  };
}

export function openSubmissions(world: World): FrontDesk['submissions'] {
  return { [VIEWS.openIncident]: (submission) => send(world, submission) };
}

async function send(world: World, submission: Submission): Promise<Answer> {
  const metadata = readMetadata(metadataShape, submission);
  const typed = readTyped(submission.values, metadata?.leadRound);
  if (!metadata || !typed) return { kind: 'errors', errors: { [fields.blockOf('symptom')]: UNKNOWN_FORM } };
  const { slackId, viewId } = submission;
  const { channel, shown } = metadata;
  const { same, leadRound, ...report } = typed;
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
  return refuseField(fieldFor(refusal, leadRound), refusal);
}

const FIELD_FOR: { readonly [R in Refusal['reason']]?: fields.FieldName } = {
  'unknown-app': 'app',
  'own-app': 'app',
  'began-unclear': 'time',
  'began-later': 'time',
  'cannot-lead': 'commander',
  'kinds-apart': 'same',
};

function fieldFor({ reason }: Refusal, leadRound: number): string {
  const name = FIELD_FOR[reason] ?? 'symptom';
  return fields.blockOf(name, name === 'commander' ? leadRound : 0);
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

function appsOf({ apps, settings }: World): readonly App[] {
  return apps.all.filter(({ name }) => name !== settings.ownApp);
}
