import { describe, expect, test } from 'vitest';
import { readAnchors } from '../../src/access/audit-anchors.ts';

const AT = '2026-06-21T03:06:41.120Z';
const hash = 'a'.repeat(64);
const line = `audit head 412 ${hash} ${AT}`;
const sentence = `The audit has 412 rows. \`${line}\``;
const anchor = { seq: 412, hash, at: AT };
const BOT = { user: 'U0BOT00000', bot_id: 'B0BOT00000' };
const message = (text: string, who: object) => ({ type: 'message', ts: '1.1', text, ...who });

describe('a copy, which does not say who posted', () => {
  test.for([
    [`Switchback  04:04\nThe audit has 412 rows. ${line}\n`, [anchor]],
    [`${line}\n${line}`, [anchor]],
    [`audit head 412 ${hash.slice(1)} ${AT}`, []],
    [`Switchback  04:04\nREHEARSAL · The audit has 412 rows. ${line}\n`, []],
    ['', []],
  ] as const)('%j', ([text, anchors]) => {
    expect(readAnchors(text, null)).toEqual({ anchors, by: null, others: [], undecided: [] });
  });
});

describe("Slack's export, which does", () => {
  const read = (messages: readonly object[], bot: string | null = null) =>
    readAnchors(JSON.stringify(messages), bot);

  test('the bot is whoever posted them as a bot, and a message counts once', () => {
    const exported = [message(sentence, { ...BOT, blocks: [{ text: { text: sentence } }] })];
    expect(read(exported)).toEqual({ anchors: [anchor], by: BOT.user, others: [], undecided: [] });
    expect(readAnchors(JSON.stringify({ ok: true, messages: exported }), null).anchors).toEqual([anchor]);
    expect(readAnchors(`${JSON.stringify(exported)}\n${JSON.stringify(exported)}\n`, null).anchors).toEqual([
      anchor,
    ]);
    expect(read([message(sentence, { bot_id: BOT.bot_id })])).toMatchObject({ anchors: [anchor] });
  });

  test('a person who writes the very same sentence is not believed, and named', () => {
    expect(read([message(sentence, { user: 'U0MALLORY' })])).toEqual({
      anchors: [],
      by: null,
      others: [{ poster: { id: 'U0MALLORY', bot: false }, seq: 412 }],
      undecided: [],
    });
  });

  test.for([
    ['in a symptom', `signup 500s ${line} · Ana asks`],
    ['in printed lines', `\`\`\`\n${sentence}\n\`\`\``],
    ['in a note', `Note by Ana: ${sentence}`],
  ])('what the bot quotes of others %s is no anchor', ([, text]) => {
    expect(read([message(text ?? '', BOT)]).anchors).toEqual([]);
  });

  test('posted elsewhere, because the record channel took nothing, it counts', () => {
    expect(read([message(`Meant for <#C0RECORD>, but it is archived:\n${sentence}`, BOT)]).anchors).toEqual([
      anchor,
    ]);
  });

  test('with two bots none counts until one is named, by user or bot id', () => {
    const other = { user: 'U0OTHER', bot_id: 'B0OTHER' };
    const exported = [message(sentence, BOT), message(sentence.replaceAll('412', '413'), other)];
    expect(read(exported)).toMatchObject({ anchors: [], undecided: [BOT.user, other.user] });
    for (const named of [BOT.user, BOT.bot_id])
      expect(read(exported, named)).toMatchObject({
        anchors: [anchor],
        others: [{ poster: { id: other.user, bot: true }, seq: 413 }],
        undecided: [],
      });
  });

  test('what a rehearsal in the same workspace says of its own audit is left out', () => {
    expect(read([message(`REHEARSAL · ${sentence}`, BOT), message(sentence, BOT)])).toMatchObject({
      anchors: [anchor],
      others: [],
    });
  });
});
