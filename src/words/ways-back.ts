/** Why a rollback cannot be asked for in this way: code only, or as an undo. */
import type { Refusal } from '../outcome.ts';
import { cap, code, lines, type Mrkdwn, say } from './mrkdwn.ts';

type Refused<R extends Refusal['reason']> = Extract<Refusal, { reason: R }>;

export function noCodeOnly({ app, version, why }: Refused<'no-code-only'>): Mrkdwn {
  const whole = say`Ask for the whole rollback instead: ${code(`/rollback ${app} v${version}`)}`;
  switch (why) {
    case 'container':
      return lines(
        say`${app} runs a container image: its code cannot come back without its config. Nothing was done.`,
        whole,
      );
    case 'no-slug':
      return lines(
        say`Heroku keeps no code of v${version}, so it cannot come back alone. Nothing was done.`,
        whole,
      );
    case 'same-code':
      return lines(
        say`${app} runs v${version}'s code already: code only would change nothing. Nothing was done.`,
        say`If its config vars are the fault, roll back whole, or set them right by hand.`,
      );
  }
}

/** `now`: how it stands, in words; null when there is none at all. */
export function nothingToUndo({ typed }: Refused<'nothing-to-undo'>, now: string | null): Mrkdwn {
  return lines(
    now === null
      ? say`${cap(typed, 60)} has no rollback of mine that could be undone. Nothing was done.`
      : say`${cap(typed, 60)} cannot be undone: it is ${now}. Nothing was done.`,
    say`To go to any release: ${code('/rollback APP vN')}`,
  );
}

export function alreadyUndone({ operationId, by }: Refused<'already-undone'>, now: string): Mrkdwn {
  return lines(
    say`Already being undone, or undone: ${operationId}, asked by ${by.name}, is ${now}. Nothing was added.`,
    say`See it with ${code('/rollback status')}.`,
  );
}
