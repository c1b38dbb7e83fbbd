/** What is said of second factors. Keys and codes stand in a modal alone, never in a message. */
import type { Actor } from '../operation.ts';
import type { Message } from '../ports.ts';
import { code, lines, link, type Mrkdwn, mention, say } from './mrkdwn.ts';
import { hourMinute } from './time.ts';

export function enrolled(who: Actor, at: Date): Message {
  return {
    text: lines(
      say`${who.name} set up a second factor at ${hourMinute(at)}. ${mention(who.slackId)}`,
      say`If that was not you, tell a superadmin now: ${code(`/ops totp reset ${who.id}`)}`,
    ).source,
  };
}

export function reset(
  whose: { readonly slackId: string; readonly name: string },
  by: Actor,
  at: Date,
): Message {
  return {
    text: lines(
      say`${by.name} took ${whose.name}'s second factor away at ${hourMinute(at)}. ${mention(whose.slackId)} ${mention(by.slackId)}`,
      say`${whose.name} cannot approve alone or override until ${code('/ops totp')} sets up a new one.`,
    ).source,
  };
}

export function locked(until: Date): Message {
  return {
    text: lines(
      say`Five wrong codes were typed in your name. Codes of yours are not taken until ${hourMinute(until)}.`,
      say`If it was not you, somebody may be using your Slack account: tell a superadmin now.`,
    ).source,
  };
}

export function nag(): Message {
  return {
    text: lines(
      say`You are on call and have no second factor: alone at night you could ask for a rollback, not approve it.`,
      say`Set it up now with ${code('/ops totp')}; it takes a minute.`,
    ).source,
  };
}

/** `page`: where the same key is shown as a picture, once. */
export function keyShown(key: string, uri: string, page: string | null): Mrkdwn {
  return lines(
    say`Add this key to your authenticator app. It is shown this once.`,
    say`*${code(key)}*`,
    page === null
      ? say`Or paste this where your app takes an address:`
      : say`Or ${link(page, 'scan it as a QR code')} (works once, for five minutes), or paste this where your app takes an address:`,
    code(uri),
  );
}

export const HAS_ONE: Mrkdwn = lines(
  say`You have a second factor. A new one takes its place once its first code is right.`,
  say`If you have lost it, a superadmin can take it away: ${code('/ops totp reset YOU')}`,
);

export const WHOSE: Mrkdwn = say`Whose second factor? Nothing was done.`;

export function takenAway(name: string): Mrkdwn {
  return say`${name}'s second factor is taken away.`;
}

export function onSince(at: Date): Mrkdwn {
  return say`Your second factor is on since ${hourMinute(at)}. The next code counts.`;
}

/** In a review, where what it takes to agree is not at hand. */
export const NOBODY_OVERRIDES: Mrkdwn = say`Nobody can override this: Heroku itself would refuse it.`;
export const SUPERADMIN_OVERRIDES: Mrkdwn = say`A superadmin can override this, with a reason and a code.`;
export const NO_CODES_HERE: Mrkdwn = say`This takes a code, and no codes can be used here: TOTP_KEY is not set.`;
export const NOT_SET_UP: Mrkdwn = say`This takes a code. You have no second factor yet: type ${code('/ops totp')}, then review again.`;
