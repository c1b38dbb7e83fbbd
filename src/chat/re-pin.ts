/** The checklist of a re-pin: its buttons and forms. They carry an operation id only; the rows decide what may be noted. */
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { RE_PIN_TICKS, TAPS, VIEWS } from '../ids.ts';
import { type Outcome, refused } from '../outcome.ts';
import type { Answer, FrontDesk, Submission, Tap } from '../ports.ts';
import { RE_PIN_STEPS } from '../re-pin.ts';
import { mayBeIt } from '../runbooks/rollback/checklist.ts';
import {
  atChecklist,
  type Desk,
  giveTag,
  takeRelease,
  tick,
  tickWasWrong,
} from '../runbooks/rollback/re-pin-desk.ts';
import type { World } from '../runbooks/world.ts';
import { say } from '../words/mrkdwn.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { RELEASE, releaseModal, STEP, stepOf, TAG, tagModal, wrongTickModal } from './re-pin-modals.ts';
import { versionOf } from './rollback-arguments.ts';
import { notice, refuseField, refuseForm, tellRefusal } from './tell.ts';

export function rePinTaps(world: World): FrontDesk['taps'] {
  const ticks = RE_PIN_STEPS.map(
    (step) =>
      [
        RE_PIN_TICKS[step],
        async ({ value, slackId }: Tap): Promise<Answer> => quietly(await tick(world, value, slackId, step)),
      ] as const,
  );
  return {
    ...Object.fromEntries(ticks),
    [TAPS.rePinTag]: (tap) => opens(world, tap, tagModal),
    [TAPS.rePinWrong]: (tap) =>
      opens(world, tap, wrongTickModal, ({ list }) => list.steps.some(({ ticked }) => ticked !== null)),
    [TAPS.rePinRelease]: (tap) =>
      opens(world, tap, releaseModal, ({ list }) => mayBeIt(list.seen).length > 0),
  };
}

/** `sensible`: whether the form would have anything to choose from. */
async function opens(
  world: World,
  tap: Tap,
  view: (desk: Desk) => ModalView,
  sensible: (desk: Desk) => boolean = () => true,
): Promise<Answer> {
  const desk = await atChecklist(world, tap.value, tap.slackId);
  if (!desk.ok) return tellRefusal(desk.refusal);
  return sensible(desk.value)
    ? { kind: 'open', view: view(desk.value) }
    : tellRefusal({ reason: 'nothing-to-choose' });
}

const metadata = z.object({ operationId: z.string() });
type Field = { readonly block: string; readonly action: string };

export function rePinSubmissions(world: World): FrontDesk['submissions'] {
  return {
    [VIEWS.rePinTag]: (submission) =>
      noted(submission, TAG, (id, slackId, typed) => giveTag(world, id, slackId, typed)),
    [VIEWS.rePinWrong]: (submission) =>
      noted(submission, STEP, async (id, slackId, typed) => {
        const step = stepOf(typed);
        return step === null
          ? refused({ reason: 'unknown-operation', typed: id })
          : tickWasWrong(world, id, slackId, step);
      }),
    [VIEWS.rePinRelease]: (submission) =>
      noted(submission, RELEASE, (id, slackId, typed) => takeRelease(world, id, slackId, versionOf(typed))),
  };
}

async function noted(
  { metadata: carried, slackId, values }: Submission,
  field: Field,
  note: (operationId: string, slackId: string, typed: string) => Promise<Outcome<unknown>>,
): Promise<Answer> {
  const { data } = metadata.safeParse(readable(carried));
  if (!data) return { kind: 'replace', view: notice('Switchback', say`${UNKNOWN_FORM}`) };
  const outcome = await note(data.operationId, slackId, values[field.block]?.[field.action] ?? '');
  if (outcome.ok) return { kind: 'nothing' };
  // What was typed can be mended in the form; what has changed outside cannot.
  return outcome.refusal.reason === 'bad-tag'
    ? refuseField(field.block, outcome.refusal)
    : refuseForm('Switchback', outcome.refusal);
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The checklist shows what was noted. */
function quietly(outcome: Outcome<unknown>): Answer {
  return outcome.ok ? { kind: 'nothing' } : tellRefusal(outcome.refusal);
}
