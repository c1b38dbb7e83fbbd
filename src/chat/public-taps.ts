/** [Publish], [Edit] and [Snooze 5 min] under a draft for customers, and the tick of the claim beside them. */
import { z } from 'zod';
import { TAPS, VIEWS } from '../ids.ts';
import type { Answer, FrontDesk, Submission, Tap } from '../ports.ts';
import type { PublicText } from '../publications.ts';
import { LONGEST_SNOOZE_REASON, snoozable, snooze } from '../runbooks/incident/promise.ts';
import { whereTo } from '../runbooks/incident/public-draft.ts';
import { publish, publishDraft } from '../runbooks/incident/public-texts.ts';
import { editable, editDraft } from '../runbooks/incident/write-draft.ts';
import type { World } from '../runbooks/world.ts';
import { plainText, section } from '../words/blocks.ts';
import { say } from '../words/mrkdwn.ts';
import { aboutToSnooze } from '../words/promise.ts';
import { aboutToEdit, CLAIM } from '../words/public-texts.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { readMetadata } from './metadata.ts';
import { publicForm, refuseText, writtenIn } from './public-form.ts';
import { notice, quietly, refuseField, refuseForm, tellRefusal } from './tell.ts';

export function publicTaps(world: World): FrontDesk['taps'] {
  const before = (which: PublicText) => (tap: Tap) => publishedBefore(world, tap, which);
  return {
    [TAPS.publish]: async (tap) =>
      quietly(await publishDraft(world, { draftId: tap.value, slackId: tap.slackId, ticked: claims(tap) })),
    [TAPS.editPublic]: (tap) => openEdit(world, tap),
    [TAPS.snoozePromise]: (tap) => openSnooze(world, tap),
    // Posts of an older build stay in their threads.
    [TAPS.publishInvestigating]: before('investigating'),
    [TAPS.publishRolledBack]: before('rolled-back'),
    [TAPS.publishRecovered]: before('recovered'),
    // Slack reports each tick; it counts when [Publish] is tapped.
    [TAPS.claimNoAccountData]: async () => ({ kind: 'nothing' }),
  };
}

export function publicSubmissions(world: World): FrontDesk['submissions'] {
  return {
    [VIEWS.editPublic]: (submission) => edit(world, submission),
    [VIEWS.snoozePromise]: (submission) => putOff(world, submission),
  };
}

function claims({ values }: Tap): boolean {
  return values[CLAIM.block]?.[TAPS.claimNoAccountData] === CLAIM.value;
}

async function publishedBefore(world: World, tap: Tap, which: PublicText): Promise<Answer> {
  const claimsNoDataAffected = which === 'investigating' && claims(tap);
  return quietly(
    await publish(world, { operationId: tap.value, which, slackId: tap.slackId, claimsNoDataAffected }),
  );
}

const editing = z.object({ draftId: z.string() });

async function openEdit(world: World, tap: Tap): Promise<Answer> {
  const found = await editable(world, tap.value, tap.slackId);
  if (!found.ok) return tellRefusal(found.refusal);
  const { draft, incident } = found.value;
  const about = aboutToEdit(whereTo(world, incident));
  const shown = { text: draft.text, ticked: draft.claimedBy !== null };
  return { kind: 'open', view: publicForm(VIEWS.editPublic, { draftId: draft.id }, about, shown) };
}

async function edit(world: World, submission: Submission): Promise<Answer> {
  const sent = readMetadata(editing, submission);
  if (!sent) return unknownForm('Text for customers');
  const outcome = await editDraft(world, sent.draftId, writtenIn(submission));
  return outcome.ok ? { kind: 'nothing' } : refuseText(outcome.refusal);
}

const SNOOZE_TITLE = 'Snooze 5 min';
const REASON = { block: 'reason', action: 'reason' } as const;
const snoozing = z.object({ draftId: z.string(), callsAt: z.string().transform((text) => new Date(text)) });

async function openSnooze(world: World, tap: Tap): Promise<Answer> {
  const found = await snoozable(world, tap.value, tap.slackId);
  if (!found.ok) return tellRefusal(found.refusal);
  const { promise } = found.value;
  return {
    kind: 'open',
    view: {
      type: 'modal',
      callback_id: VIEWS.snoozePromise,
      private_metadata: JSON.stringify({ draftId: tap.value, callsAt: promise.callsAt.toISOString() }),
      title: plainText(SNOOZE_TITLE, 24),
      submit: plainText('Snooze', 24),
      close: plainText('Not now', 24),
      blocks: [
        section(aboutToSnooze(promise), 'what'),
        {
          type: 'input',
          block_id: REASON.block,
          label: plainText('Why can customers wait?'),
          element: {
            type: 'plain_text_input',
            action_id: REASON.action,
            max_length: LONGEST_SNOOZE_REASON,
          },
        },
      ],
    },
  };
}

async function putOff(world: World, submission: Submission): Promise<Answer> {
  const sent = readMetadata(snoozing, submission);
  if (!sent) return unknownForm(SNOOZE_TITLE);
  const reason = submission.values[REASON.block]?.[REASON.action] ?? '';
  const outcome = await snooze(world, { ...sent, reason, slackId: submission.slackId });
  if (outcome.ok) return { kind: 'nothing' };
  return outcome.refusal.reason === 'snooze-unexplained'
    ? refuseField(REASON.block, outcome.refusal)
    : refuseForm(SNOOZE_TITLE, outcome.refusal);
}

function unknownForm(title: string): Answer {
  return { kind: 'replace', view: notice(title, say`${UNKNOWN_FORM}`) };
}
