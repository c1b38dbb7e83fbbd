/** What is said of second factors. Keys and codes stand in a modal alone, never in a message. */
import type { Actor } from '../operation.ts';
import type { Message } from '../ports.ts';
import { code, lines, mention, say } from './mrkdwn.ts';
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
