/** What a person may choose when a rollback did not bring production back. */
import { TAPS } from '../ids.ts';
import type { Operation } from '../operation.ts';
import type { Message } from '../ports.ts';
import { type ButtonSpec, buttons, section } from './blocks.ts';
import type { Mrkdwn } from './mrkdwn.ts';

/** [Older release] [Stop] [Escalate]. While it is still being checked, an older release means to stop checking. */
export function choices({ id, app, release, endedAt }: Operation): readonly ButtonSpec[] {
  const older = { id: TAPS.olderRelease, label: 'Older release', value: id } as const;
  return [
    endedAt || !release
      ? older
      : {
          ...older,
          confirm: {
            title: 'Choose an older release?',
            text: `I stop checking v${release.version} of ${app}, which stays live. Nothing is sent until the new request is approved.`,
            yes: 'Choose',
            no: 'Not yet',
          },
        },
    { id: TAPS.stop, label: 'Stop', value: id },
    { id: TAPS.escalate, label: 'Escalate', value: id },
  ];
}

export function closeButton(operation: Operation): ButtonSpec {
  return { id: TAPS.close, label: 'Close', value: operation.id };
}

export function withButtons(text: Mrkdwn, ...actions: readonly ButtonSpec[]): Message {
  return actions.length > 0
    ? { text: text.source, blocks: [section(text), buttons(...actions)] }
    : { text: text.source };
}
