/**
 * Part of the matrix in which every pair of (where, fate), (where, kill) and (fate, kill) occurs; within a part of the
 * run the boundaries that matter most take turns. The whole of it: `npm run test:crash`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BotStore, openBotStore } from './bots.ts';
import { playAll, told } from './crew.ts';
import type { Case, FateName, Result } from './run.ts';

type Place = Pick<Case, 'at' | 'fate'> & Partial<Case>;

const PARTS: Readonly<Record<string, readonly Place[]>> = {
  'while people ask and approve': [
    { fate: 'answered', at: 'asking | before postgres commit of the request' },
    { fate: 'answer lost', at: 'asking | after postgres commit of the request' },
    { fate: 'refused', at: 'approving | before slack chat.postMessage card' },
    { fate: '5xx before', at: 'approving | before postgres commit of the approval' },
    { fate: '5xx after', at: 'approving | after postgres commit of the approval' },
    { fate: 'hang before', at: 'approving | after slack views.open' },
  ],
  'around the POST': [
    { fate: 'answered', at: 'settling | after heroku rollback-post' },
    { fate: 'answer lost', at: 'sending | after postgres commit of the intent' },
    { fate: 'refused', at: 'sending | before heroku rollback-post' },
    { fate: '5xx before', at: 'sending | before postgres commit of the intent' },
    { fate: '5xx after', at: 'settling | after heroku rollback-post' },
    { fate: 'hang after', at: 'sending | before heroku rollback-post' },
  ],
  'while finding out what the POST did': [
    { fate: 'answered', at: 'settling | before postgres commit of the settlement' },
    { fate: 'answer lost', at: 'settling | after heroku releases-read' },
    { fate: 'refused', at: 'settling | after postgres commit of the settlement' },
    { fate: '5xx before', at: 'settling | before postgres commit of the settlement', decision: 'close' },
    { fate: '5xx after', at: 'settling | before heroku account-read' },
    { fate: 'hang before', at: 'settling | after postgres commit of the settlement' },
  ],
  'while proving and telling': [
    { fate: 'answered', at: 'proving | before postgres commit of the confirmation', watched: true },
    { fate: 'answer lost', at: 'watching | after slack chat.postMessage confirmed' },
    { fate: 'refused', at: 'proving | before slack chat.postMessage refused' },
    { fate: '5xx before', at: 'deciding | after postgres commit of the decision' },
    { fate: '5xx after', at: 'proving | after heroku dynos-read' },
    { fate: 'hang after', at: 'proving | after postgres commit of the confirmation' },
  ],
  'in the other branches': [
    { branch: 'command fails', fate: 'answered', at: 'settling | after heroku rollback-post' },
    {
      branch: 'command fails, runs anyway',
      fate: 'answer lost',
      at: 'proving | after heroku dynos-read',
      kill: 'SIGTERM',
    },
    { branch: 'dynos crash', fate: 'answered', at: 'deciding | before postgres commit of the decision' },
    { branch: 'image gone', fate: 'answered', at: 'settling | after postgres commit of the settlement' },
    { branch: 'code only', fate: 'answer lost', at: 'settling | after heroku release-create' },
    { branch: 'alone', fate: 'answered', at: 'approving | before postgres commit of the approval' },
    { branch: 'override', fate: '5xx after', at: 'sending | after postgres commit of the intent' },
  ],
  'while somebody else releases': [
    { outside: 'before the read', fate: 'answered', at: 'sending | after heroku releases-read' },
    { outside: 'between read and POST', fate: 'answer lost', at: 'settling | after heroku rollback-post' },
    {
      outside: 'inside the POST',
      fate: '5xx after',
      at: 'settling | before postgres commit of the settlement',
    },
    {
      outside: 'after the POST',
      fate: 'answered',
      at: 'sending | after postgres commit of the intent',
      kill: 'SIGTERM',
    },
    { outside: 'between read and POST', fate: '5xx before', at: 'settling | after heroku releases-read' },
  ],
  'asked to stop': [
    { fate: 'answered', at: 'approving | after postgres commit of the approval', kill: 'SIGTERM' },
    { fate: 'hang after', at: 'settling | after heroku rollback-post', kill: 'SIGTERM' },
    {
      fate: 'answered',
      at: 'watching | before slack chat.postMessage confirmed',
      kill: 'SIGTERM',
      watched: true,
    },
  ],
  'between marking a post and sending it': [
    {
      fate: 'answered',
      at: "approving | after postgres update outbox set status = 'sending'",
      kill: 'SIGSTOP',
    },
  ],
};

const CASES: readonly Case[] = Object.values(PARTS).flatMap((places, part) =>
  places.map((place, n) => ({
    branch: 'rollback' as const,
    outside: null,
    decision: 'send once more' as const,
    watched: false,
    kill: (part + n) % 2 === 0 ? ('SIGKILL' as const) : ('SIGSTOP' as const),
    ...place,
    at: `${place.at} #1`,
  })),
);

function nameOf({ kill, branch, outside, fate, at }: Case): string {
  const special = [branch === 'rollback' ? null : branch, outside].filter((each) => each !== null);
  return [kill, ...special, fate, at].join(' · ');
}

let bots: BotStore;
const results: Result[] = [];

beforeAll(async () => {
  bots = await openBotStore(3);
  await playAll(bots, CASES, {
    hands: 3,
    until: Number.POSITIVE_INFINITY,
    onResult: (result) => results.push(result),
  });
}, 900_000);
afterAll(() => bots.close());

function resultOf(asked: Case): Result | undefined {
  return results.find((result) => result.asked === asked);
}

describe('killed, with every fate of its POST, the bot rolls back once, or not at all and says so', () => {
  test.each(CASES.map((asked) => [nameOf(asked), asked] as const))('%s', (_, asked) => {
    const result = resultOf(asked);
    expect(
      result && { problems: result.problems, killed: result.killed },
      result && `${told(result)}\n${result.log.join('\n')}`,
    ).toEqual({ problems: [], killed: true });
    expect(result?.doubledPosts).toEqual([]);
  });

  test('every pair of where, fate and kill occurs', () => {
    const fates: readonly FateName[] = ['answered', 'answer lost', 'refused', '5xx before', '5xx after'];
    for (const kill of ['SIGKILL', 'SIGSTOP'] as const)
      for (const fate of fates)
        expect(CASES.some((each) => each.kill === kill && each.fate === fate)).toBe(true);
  });
});
