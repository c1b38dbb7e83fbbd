/** The request form: which app, which release, what else would help; each source may be slow or down. */
import { describe, expect, test } from 'vitest';
import type { Modal } from '../../rehearsal/slack/people/modal.ts';
import { openRooms, type Room } from './rooms.ts';

const rooms = openRooms(
  { 'raxx-api-prod': 15, 'raxx-console-prod': 1, 'raxx-velvet-prod': 1 },
  {
    setUp: {
      change: {
        freezes: [
          {
            from: '2020-01-01T00:00Z',
            until: '2099-01-01T08:00Z',
            reason: 'year end',
            tell: 'Kristerpher',
            apps: ['raxx-velvet-prod-a'],
          },
        ],
      },
    },
  },
);
const TARGET = ['target', 'rollback.target'] as const;

/** Until the form says this. */
async function shows(modal: Modal, pattern: RegExp): Promise<void> {
  await rooms.stage().slack.until(
    () => pattern.test(modal.text()),
    8_000,
    () => modal.text(),
  );
}

/** What the person is told on top of the form, which stays below. */
async function told(room: Room, handle: string, below: Modal): Promise<string> {
  const { slack } = rooms.stage();
  const person = slack.as(handle);
  const top = await slack.until(
    () => {
      const modal = person.modal();
      return modal && modal.viewId !== below.viewId ? modal : null;
    },
    5_000,
    'a word on top',
  );
  const text = room.readable(top.text());
  await top.close();
  return text;
}

test('nothing typed: the form asks for the app, keeps what is typed meanwhile, and goes on from there', async () => {
  const { slack } = rooms.stage();
  const room = rooms.room();
  await room.busy('ana', async () => {
    const ana = slack.as('ana');
    await ana.slash(room.channel, '/rollback');
    const form = await slack.until(() => ana.modal(), 5_000);
    expect(form.text()).toMatch(
      /^── Roll back ──\nWhich app\?\n {2}\[Choose ▾\]\nWhat is broken\? \(optional\)/,
    );
    await form.fill('symptom', 'symptom', 'signup 500s');
    await form.choose('app', 'rollback.app', room.app);
    await shows(form, /v85 → v84[\s\S]*CLEAR/);
    expect(form.text()).toContain('signup 500s');
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
  await room.sees('bo', /Approve\?[\s\S]*signup 500s/);
});

test('other releases are found by what, who and when; the checks are for the one chosen, and the choice is what is sent', async () => {
  const room = rooms.room();
  await room.busy('ana', async () => {
    const form = await room.opens('ana', 'signup 500s');
    const found = await form.search(...TARGET, '');
    expect(found.map(({ text, description }) => `${text.text} | ${description?.text}`)).toEqual([
      'v84 Deploy 69eec518 | cy@raxx.app · 6 days ago',
      'v83 Set FLAG_BETA_WALKTHROUGH config vars | kristerpher@raxx.app · 9 days ago',
      'v82 Deploy 9b40d2f1 | ben@raxx.app · 12 days ago',
      'v81 Set STRIPE_API_KEY config vars | kristerpher@raxx.app · 18 days ago',
      'v80 Deploy 5c1e9a07 | cy@raxx.app · 20 days ago',
    ]);
    expect((await form.search(...TARGET, 'ben 9b')).map(({ value }) => value)).toEqual(['v82']);
    await form.choose(...TARGET, 'v82');
    await shows(form, /v85 → v82[\s\S]*FLAG_BETA_WALKTHROUGH vanishes/);
    expect(form.text()).toContain('signup 500s');
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
  await room.sees('bo', /Approve\?\* \S+ v85 → v82/);
});

test('what guarded config vars block can be asked for as code only, and every warning has to be ticked', async () => {
  const room = rooms.room();
  await room.busy('ana', async () => {
    const form = await room.opens('ana', 'v80 signup 500s');
    expect(room.readable(form.text())).toMatch(
      /What comes back\?\n {2}\(o\) The whole release[\s\S]*BLOCKED/,
    );
    await form.choose('kind', 'rollback.kind', 'code-only');
    await shows(form, /CLEAR/);
    expect(form.text()).toContain('Config: kept');
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
  await room.sees('bo', /Approve\?\* \S+ v85 → v80 \(code only\)[\s\S]*CLEAR/);
});

test('data is being damaged: maintenance mode comes first, by hand, there and back, and the card says so too', async () => {
  const room = rooms.room();
  await room.busy('ana', async () => {
    const form = await room.opens('ana', 'orders are charged twice');
    await form.tick('damage', 'rollback.damage');
    await shows(form, /Maintenance mode first/);
    await form.tap('advice.maintenance');
    expect(await told(room, 'ana', form)).toMatchInlineSnapshot(`
      "── Switchback ──
      By hand: \`heroku maintenance:on -a raxx-api-prod\`. Requests stop at once; background work goes on.
      Take it back: \`heroku maintenance:off -a raxx-api-prod\`
      [Close]"
    `);
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
  const card = await room.sees('bo', /Approve\?[\s\S]*Maintenance mode first[\s\S]*\[Maintenance mode\]/);
  expect(await room.tells('bo', 'advice.maintenance', card)).toContain(
    'heroku maintenance:off -a raxx-api-prod',
  );
  await room.busy('bo', async () => {
    const review = await room.reviews('bo', card);
    await review.tap('advice.maintenance');
    expect(await told(room, 'bo', review)).toContain('heroku maintenance:on');
  });
});

test('who may not ask never sees what the checks of somebody who may have found', async () => {
  const room = rooms.room();
  await room.busy('sue', async () => {
    const theirs = await room.opens('sue', 'v84 signup 500s');
    await shows(theirs, /you have support/);
    const before = theirs.text();
    await room.busy('ana', async () => {
      const form = await room.opens('ana', 'v84 signup 500s');
      await shows(form, /CLEAR/);
      const { delivery } = await theirs.tick('damage', 'rollback.damage');
      expect(delivery).toMatchObject({ outcome: 'acknowledged' });
      // Ana's own tick, made afterwards, has been answered.
      await form.tick('damage', 'rollback.damage');
      await shows(form, /Maintenance mode first/);
      await form.close();
    });
    expect(theirs.text()).toBe(before.replace('[ ] Data', '[x] Data'));
    await theirs.close();
  });
});

test('only config lies between: it is set back by hand, silently; nothing shows a fault, so look first', async () => {
  const room = rooms.room('raxx-console-prod');
  await room.busy('ana', async () => {
    const form = await room.opens('ana', 'v59 drill page is empty');
    expect(room.readable(form.text())).toMatchInlineSnapshot(`
      "── Roll back ──
      *raxx-console-prod v60 → v59*
      What is broken?
        drill page is empty
        A few words; they open the incident.
      Worse than an outage? (optional)
        [ ] Data is being damaged
      Go back to
        [v59 ▾]
      *NEEDS ACKNOWLEDGEMENT* · 1/1 dynos up · smoke 200
      ⚠ The fault did not begin with v60, as far as dynos, smoke and logs show.
      ⚠ Config vars go back too: FLAG_CONSOLE_DRILLS vanishes.
      *Set FLAG_CONSOLE_DRILLS back instead*: no code changed since v59.
      [Set it back instead]
      *Look first*: the fault did not begin with this release.
      [Look first]
      Undoes 1 release, no code · v59 ran 6 days · Deploy d41a97e3 by ben@raxx.app
      • v60 Set FLAG_CONSOLE_DRILLS config vars · kristerpher@raxx.app · 2 days ago
      Config: 1 goes back · Migration: none · Expect 10–30 s (no release command)
      Smoke is 200 now, so a 200 afterwards proves little: check that the symptom is gone.
      [Cancel] [Ask for approval]"
    `);
    await form.tap('advice.set-back');
    expect(await told(room, 'ana', form)).toMatchInlineSnapshot(`
      "── Switchback ──
      Read what it is now first, outside Slack: \`heroku config:get NAME -a raxx-console-prod\`; setting that again takes it back.
      By hand: \`heroku config:unset FLAG_CONSOLE_DRILLS -a raxx-console-prod >/dev/null 2>&1\`
      [Close]"
    `);
    await form.close();
  });
});

test('a freeze and a deploy lock are said, and stop nothing', async () => {
  const room = rooms.room('raxx-velvet-prod');
  await room.as('kim').slash(room.channel, `/ops lock ${room.app} bad image`);
  await room.busy('ana', async () => {
    const form = await room.opens('ana', 'theme is broken');
    expect(form.text()).toContain(
      '⚠ Deploy freeze until 2099-01-01 08:00 UTC: year end. A rollback is allowed; tell Kristerpher.',
    );
    expect(form.text()).toMatch(
      /• Deploys of the whole app are locked by Kim: bad image\. That does not stop a rollback\./,
    );
    expect(await form.submit()).toMatchObject({ kind: 'closed' });
  });
});

describe('a source that is slow or down is unknown and named; everything else is there, and looking again heals it', () => {
  const slow = { modifiers: [{ kind: 'slow' as const, ms: 10_000 }] };
  const broken = { times: 20, fate: { kind: 'error-before-acting' as const, status: 503 as const } };
  test.for([
    ['logs', 'log-session-create', slow],
    ['add-ons', 'details-read', slow],
    ['formation', 'formation-read', slow],
    ['dynos', 'dynos-read', slow],
    ['config vars', 'config-read', slow],
    ['config vars', 'release-config-read', broken],
  ] as const)('%s: %s', async ([source, on, fault]) => {
    const { heroku } = rooms.stage();
    const room = rooms.room();
    heroku.control.fault({ on, app: room.app, ...fault });
    await room.busy('ana', async () => {
      const form = await room.opens('ana');
      heroku.control.clearFaults();
      await healed(form, source);
    });
  });

  test.for([
    ['commits', 'compare', { kind: 'slow', ms: 10_000 }],
    ['commits', 'compare', { kind: 'error', status: 503 }],
    ['labels of the pull requests', 'labels', { kind: 'slow', ms: 10_000 }],
  ] as const)('%s: %s, %j', async ([source, on, fate]) => {
    const { github } = rooms.stage();
    const room = rooms.room();
    github.fault({ on, fate });
    await room.busy('ana', async () => healed(await room.opens('ana'), source));
  });

  async function healed(form: Modal, source: string): Promise<void> {
    expect(form.text()).toContain(`I could not read the ${source} (`);
    expect(form.text()).toMatch(/NEEDS ACKNOWLEDGEMENT[\s\S]*\[Look again\][\s\S]*Undoes 1 release/);
    await form.tap('rollback.look-again');
    await shows(form, /\*CLEAR\*/);
    await form.close();
  }
});
