/** What is said around an RCA document: what changed, what is still to be written, what others wrote meanwhile. */
import { TAPS } from '../ids.ts';
import type { Incident } from '../incident.ts';
import type { Actor } from '../operation.ts';
import type { Message } from '../ports.ts';
import type { RcaText } from '../reviews.ts';
import { buttons, section } from './blocks.ts';
import { shortId } from './incident.ts';
import { cap, lines, list, type Mrkdwn, quoted, say } from './mrkdwn.ts';
import { hourMinute } from './time.ts';

/** The file's comment. `before`: the one it takes the place of. */
export function delivered(
  id: string,
  by: Actor,
  before: { readonly at: Date; readonly changed: readonly string[] } | null,
): Mrkdwn {
  if (before === null) return say`RCA ${id}, asked for by ${by.name}.`;
  return say`RCA ${id}, anew for ${by.name}. Changed since ${hourMinute(before.at)}: ${list(before.changed)}.`;
}

export function whatIsMissing(incidentId: string, missing: readonly string[], at: Date): Message {
  const text =
    missing.length === 0
      ? say`Nothing is left to be written, at ${hourMinute(at)}. Written over, it comes anew.`
      : say`Still to be written: ${list(missing)}.`;
  return {
    text: text.source,
    blocks: [
      section(text),
      buttons(
        { id: TAPS.writeRca, label: 'Write', value: incidentId },
        { id: TAPS.addAction, label: 'Add action item', value: incidentId },
      ),
    ],
  };
}

/** Above the form. */
export function aboutRca({ id, app, symptom }: Incident): Mrkdwn {
  return lines(
    say`*${app}* · ${cap(symptom, 120)} · ${shortId(id)}`,
    say`Facts fill themselves in. What you leave empty is marked as to be written.`,
  );
}

const SHOWN = 1_500;

/** Above a field in which somebody else wrote while it was open. */
export function wroteMeanwhile({ by, at, text }: RcaText): Mrkdwn {
  const theirs = text === '' ? say`took out what was here` : say`wrote: ${quoted(text, SHOWN)}`;
  return say`⚠ At ${hourMinute(at)} ${by.name} ${theirs}\nSent again, yours takes its place; put in what should stay.`;
}

export const WROTE_MEANWHILE: Mrkdwn = say`*Nothing was written yet*: somebody else wrote in the same part while you did.`;

export function unchanged({ at }: { readonly at: Date }): Mrkdwn {
  return say`Nothing has changed since ${hourMinute(at)}: the document of then is in the thread.`;
}
