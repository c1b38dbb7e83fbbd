/** Whatever people type or tap that cannot be done: nothing happens, and the words say what was expected and what to do. */
import { describe, expect, test } from 'vitest';
import { payload, signed, submission, tap } from '../slack/signed.ts';
import { readable } from './readable.ts';
import { openRooms } from './rooms.ts';

const rooms = openRooms({});
const PROD = 'raxx-api-prod';

/** What a command says to the one who typed it. */
async function says(handle: string, typed: string, channel = 'ops'): Promise<string> {
  const person = rooms.stage().slack.as(handle);
  const before = person.messages(channel).length;
  const { notice } = await person.slash(channel, typed);
  if (notice !== null) return notice;
  const answers = person.messages(channel).slice(before);
  expect(answers.every(({ ephemeralFor }) => ephemeralFor === person.id)).toBe(true);
  return readable(answers.map(({ plain }) => plain).join('\n---\n'));
}

/** The request modal once its checks are back, and what submitting it comes to. */
async function asks(handle: string, typed: string, symptom = 'signup 500s'): Promise<string> {
  const { slack } = rooms.stage();
  const person = slack.as(handle);
  await person.slash('ops', typed);
  const modal = await slack.until(() => person.modal(), 5_000, typed);
  await slack.until(
    () => !modal.text().includes('Checking…'),
    8_000,
    () => modal.text(),
  );
  const checks = modal.text().split('\n').slice(5, -1).join('\n');
  await modal.fill('symptom', 'symptom', symptom);
  const sent = await modal.submit();
  const errors = sent.kind === 'errors' ? Object.values(sent.errors).join('\n') : sent.kind;
  if (modal.isOpen()) await modal.close();
  return readable(`${checks}\n=> ${errors}`);
}

async function operations(): Promise<number> {
  const found = await rooms.stage().database.pool.query('select 1 from operation');
  return found.rows.length;
}

describe('apps and releases', () => {
  test('an app that is none: did you mean', async () => {
    expect(await says('ana', '/rollback raxx-api-prd v84')).toMatchInlineSnapshot(`
      "I do not know an app called \`raxx-api-prd\`. Nothing was done.
      Did you mean raxx-api-prod?"
    `);
    expect(await says('ana', '/rollback raxx-api v84')).toMatchInlineSnapshot(`
      "I do not know an app called \`raxx-api\`. Nothing was done.
      Did you mean raxx-api-prod or raxx-api-staging?"
    `);
    expect(await says('ana', '/rollback mastodon v84')).toMatchInlineSnapshot(`
      "I do not know an app called \`mastodon\`. Nothing was done.
      I know: raxx-api-prod, raxx-api-staging, raxx-console-prod, raxx-console-staging, raxx-velvet-prod, raxx-velvet-staging."
    `);
  });

  test('letters that only look alike are not the app', async () => {
    expect(await says('ana', '/rollback rаxx-api-prod v84')).toMatchInlineSnapshot(`
      "I do not know an app called \`rаxx-api-prod\`. Nothing was done.
      Did you mean raxx-api-prod? Type it by hand: a character in it only looks right, or cannot be seen."
    `);
    expect(await says('ana', '/rollback raxx-api-prod\u200b v84')).toMatchInlineSnapshot(`
      "I do not know an app called \`raxx-api-prod\`. Nothing was done.
      Did you mean raxx-api-prod? Type it by hand: a character in it only looks right, or cannot be seen."
    `);
    expect(await says('ana', '/rollback RAXX-API-PROD v84')).toMatchInlineSnapshot(`
      "I do not know an app called \`RAXX-API-PROD\`. Nothing was done.
      Did you mean raxx-api-prod?"
    `);
  });

  test.for(['v0', 'v084', 'v1e2', 'V84', '84', 'v８４', 'v-1', 'v84.0', 'v99999999999'])(
    '%s is no release',
    async (typed) => {
      const answer = await says('ana', `/rollback ${PROD} ${typed} signup 500s`);
      expect(answer.replace(`\`${typed}\``, 'TYPED')).toMatchInlineSnapshot(`
        "TYPED is not a release. I expect \`v\` and a number, such as \`v84\`. Nothing was done.
        See them with \`heroku releases -a raxx-api-prod\`"
      `);
    },
  );

  test('a release the app never had', async () => {
    expect(await asks('ana', `/rollback ${PROD} v999`)).toMatchInlineSnapshot(`
      "Worse than an outage? (optional)
        [ ] Data is being damaged
      Go back to
        [v999 ▾]
      raxx-api-prod has no v999; its newest release is v85. Nothing was done.
      Type \`/rollback raxx-api-prod\` to choose from those that can be rolled back to.
      => raxx-api-prod has no v999; its newest release is v85. Nothing was done. Type /rollback raxx-api-prod to choose from those that can be rolled back to."
    `);
  });

  test('the release that runs already', async () => {
    expect(await asks('ana', `/rollback ${PROD} v85`)).toMatchInlineSnapshot(`
      "Worse than an outage? (optional)
        [ ] Data is being damaged
      Go back to
        [v85 ▾]
      *BLOCKED* · 2/2 dynos crashed · smoke 503 · H10: N since v85, 0 before · tracebacks: N since v85, 0 before
      ⛔ v85 is what runs now.
      Undoes 0 releases, no code · v85 · Deploy e07f41b2 by ben@raxx.app
      Config: no change · Migration: none · Expect ~77 s (release command 47 s last time)
      Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31
      => raxx-api-prod already runs v85. Nothing was done. Type /rollback raxx-api-prod to choose an older release."
    `);
  });

  test('a release whose code is gone', async () => {
    expect(await asks('ana', '/rollback raxx-api-staging v405')).toMatchInlineSnapshot(`
      "Worse than an outage? (optional)
        [ ] Data is being damaged
      Go back to
        [v405 ▾]
      *BLOCKED* · 1/1 dynos up · smoke 200
      ⛔ Heroku will not roll back to v405 (it has expired: Heroku destroys what is older than 30 days and not among the 20 newest).
      ⚠ The fault did not begin with v433, as far as dynos, smoke and logs show.
      Undoes 28 releases, 78 commits (Cy, Ben) · v405 ran 18 days · Deploy a1c0de00 by ben@raxx.app
      • v433 Rollback to v431 · kristerpher@raxx.app · 4 days ago
      • v432 Rollback to v430 · kristerpher@raxx.app · 4 days ago
      • v431 Deploy 77d21c9e · cy@raxx.app · 5 days ago
      • v430 Deploy b3317fd0 · ben@raxx.app · 6 days ago
      • v429 Deploy a1c0de18 · ben@raxx.app · 12 days ago
      • v428 Deploy a1c0de17 · cy@raxx.app · 14 days ago
      … and 22 more: \`heroku releases\`
      Config: no change · Migration: none · Expect ~42 s (release command 12 s last time)
      Smoke is 200 now, so a 200 afterwards proves little: check that the symptom is gone.
      => Heroku cannot roll raxx-api-staging back to v405: its code has expired. Nothing was done. Type /rollback raxx-api-staging to choose another."
    `);
  });

  test('a release that failed', async () => {
    const { control } = rooms.stage().heroku;
    const failed = control.release('raxx-api-staging', 'ben@raxx.app', { kind: 'config', name: 'A' });
    control.endCommand('raxx-api-staging', failed.version, 'fails');
    expect(await asks('ana', `/rollback raxx-api-staging v${failed.version}`)).toMatchInlineSnapshot(`
      "Worse than an outage? (optional)
        [ ] Data is being damaged
      Go back to
        [v434 ▾]
      *BLOCKED* · 1/1 dynos up · smoke 200
      ⛔ Heroku will not roll back to v434 (failed).
      ⚠ The fault did not begin with v433, as far as dynos, smoke and logs show.
      Undoes 0 releases, no code · v434 · Set A config vars by ben@raxx.app
      Config: no change · Migration: none · Expect ~42 s (release command 12 s when it last succeeded, failed last time)
      Smoke is 200 now, so a 200 afterwards proves little: check that the symptom is gone.
      => Heroku cannot roll raxx-api-staging back to v434: it failed. Nothing was done. Type /rollback raxx-api-staging to choose another."
    `);
  });

  test('the bot’s own app', async () => {
    expect(await says('ana', '/rollback raxx-switchback-prod v3')).toMatchInlineSnapshot(`
      "raxx-switchback-prod is the app I run on: rolling it back would stop me halfway. Nothing was done.
      By hand: \`heroku rollback vN -a raxx-switchback-prod\`"
    `);
  });

  test('Heroku cannot be read', async () => {
    rooms
      .stage()
      .heroku.control.fault({ on: 'releases-read', app: PROD, times: 2, fate: { kind: 'no-scope' } });
    expect(await asks('ana', `/rollback ${PROD} v84`)).toMatchInlineSnapshot(`
      "Worse than an outage? (optional)
        [ ] Data is being damaged
      Go back to
        [v84 ▾]
      I could not read raxx-api-prod's releases: our Heroku token may not read this app. Nothing was done.
      Ask the app’s owner to let me in, or look yourself: \`heroku releases -a raxx-api-prod\`
      [Look again]
      => I could not read raxx-api-prod's releases: our Heroku token may not read this app. Nothing was done. Ask the app’s owner to let me in, or look yourself: heroku releases -a raxx-api-prod"
    `);
  });
});

describe('commands', () => {
  test('nothing, help, and what there is not', async () => {
    expect(await says('ana', '/rollback help')).toMatchInlineSnapshot(`
      "*Roll an app back.* An operator approves, I send it once, prove recovery and keep the record.
      \`/rollback\` · I ask for the app first
      \`/rollback APP v84 what is broken\` · without \`v84\` I choose the newest release that served before the bad one
      \`/rollback status [APP]\` · where things stand
      \`/rollback cancel APP\` · end a request nobody has approved yet
      \`/rollback undo APP\` · take the latest rollback back, with the same checks and approval
      Apps: raxx-api-prod, raxx-api-staging, raxx-console-prod, raxx-console-staging, raxx-velvet-prod, raxx-velvet-staging"
    `);
    expect(await says('ana', '/rollback cancel')).toMatchInlineSnapshot(`
      "Which app? Nothing was done.
      I know: raxx-api-prod, raxx-api-staging, raxx-console-prod, raxx-console-staging, raxx-velvet-prod, raxx-velvet-staging."
    `);
    expect(await says('ana', `/rollback cancel ${PROD}`)).toMatchInlineSnapshot(
      `"raxx-api-prod has no rollback under way. Nothing was done."`,
    );
    expect(await says('ana', '/rollback cancel rb-aaaaaaaa')).toMatchInlineSnapshot(`
      "I know no rollback \`rb-xxxxxxxx\`. Nothing was done.
      See the open ones with \`/rollback status\`."
    `);
    expect(await says('ana', '/rollback status')).toMatchInlineSnapshot(`"No rollback of any app so far."`);
    expect(await says('ana', '/rollback status mastodon')).toMatchInlineSnapshot(`
      "I do not know an app called \`mastodon\`. Nothing was done.
      I know: raxx-api-prod, raxx-api-staging, raxx-console-prod, raxx-console-staging, raxx-velvet-prod, raxx-velvet-staging."
    `);
    expect(await says('ana', '/drill')).toMatchInlineSnapshot(`
      "*The rollback drill record.* A row is added each time a rollback is verified.
      \`/drill record [APP]\` · show it
      \`/drill export\` · the whole of it as Markdown and CSV"
    `);
    expect(await says('ana', '/drill start')).toMatchInlineSnapshot(`
      "I do not know \`/drill start\`. Nothing was done.
      *The rollback drill record.* A row is added each time a rollback is verified.
      \`/drill record [APP]\` · show it
      \`/drill export\` · the whole of it as Markdown and CSV"
    `);
    expect(await says('ana', '/drill record raxx-console-prod')).toMatchInlineSnapshot(
      `"No row for raxx-console-prod so far."`,
    );
    expect(await says('ana', '/drill record')).toMatchInlineSnapshot(`
      "\`\`\`
      | Date (UTC) | App | Operator | Bad release | Rolled to | Wall-clock (min) | Outcome |
      |---|---|---|---|---|---|---|
      | YYYY-MM-DD HH:MM:SS UTC | raxx-api-staging | raxx-dev-bot (agent, #98) | v431 | v430 | <1 | Success — v432 appeared, dyno up, rolled forward to v433 |
      \`\`\`"
    `);
    expect(await says('ana', '/drill export')).toMatchInlineSnapshot(`
      "*Markdown*
      \`\`\`
      | Date (UTC) | App | Operator | Bad release | Rolled to | Wall-clock (min) | Outcome |
      |---|---|---|---|---|---|---|
      | YYYY-MM-DD HH:MM:SS UTC | raxx-api-staging | raxx-dev-bot (agent, #98) | v431 | v430 | <1 | Success — v432 appeared, dyno up, rolled forward to v433 |
      \`\`\`
      *CSV*
      \`\`\`
      Date (UTC),App,Operator,Bad release,Rolled to,Wall-clock (min),Outcome
      YYYY-MM-DD HH:MM:SS UTC,raxx-api-staging,"raxx-dev-bot (agent, #98)",v431,v430,<1,"Success — v432 appeared, dyno up, rolled forward to v433"
      \`\`\`"
    `);
  });

  test('ten thousand characters', async () => {
    expect(await says('ana', `/rollback ${'x'.repeat(10_000)}`)).toMatchInlineSnapshot(`
      "I do not know an app called \`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\`. Nothing was done.
      I know: raxx-api-prod, raxx-api-staging, raxx-console-prod, raxx-console-staging, raxx-velvet-prod, raxx-velvet-staging."
    `);
    const { slack } = rooms.stage();
    const ana = slack.as('ana');
    await ana.slash('ops', `/rollback ${PROD} v84 ${'so broken '.repeat(1_000)}`);
    const modal = await slack.until(() => ana.modal(), 5_000);
    const typed = modal.value('symptom', 'symptom');
    expect(typed).toMatchObject({
      type: 'plain_text_input',
      value: expect.stringMatching(/^(so broken ){19}/),
    });
    await slack.until(
      () => modal.text().includes('CLEAR'),
      8_000,
      () => modal.text(),
    );
    await modal.close();
  });

  test('in another channel, or to the bot alone', async () => {
    expect(await says('ana', `/rollback ${PROD} v84 signup 500s`, 'general')).toMatchInlineSnapshot(`
      "I roll back only in #ops, so others can see it. Nothing was done.
      Paste there: \`/rollback raxx-api-prod v84 signup 500s\`"
    `);
    expect(await says('ana', `/rollback ${PROD} v84`, 'dm')).toMatchInlineSnapshot(`
      "I roll back only in #ops, so others can see it. Nothing was done.
      Paste there: \`/rollback raxx-api-prod v84\`"
    `);
    expect(await says('ana', `/rollback cancel ${PROD}`, 'general')).toMatchInlineSnapshot(`
      "I roll back only in #ops, so others can see it. Nothing was done.
      Paste there: \`/rollback cancel raxx-api-prod\`"
    `);
    expect(await says('ana', '/rollback status', 'general')).toMatchInlineSnapshot(
      `"No rollback of any app so far."`,
    );
  });
});

describe('people', () => {
  test('support may look and not ask', async () => {
    expect(await asks('sue', `/rollback ${PROD} v84`)).toMatchInlineSnapshot(`
      "Worse than an outage? (optional)
        [ ] Data is being damaged
      Go back to
        [v84 ▾]
      Asking for a rollback needs the operator or superadmin role; you have support. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim.
      => Asking for a rollback needs the operator or superadmin role; you have support. Nothing was done. Operators: Ana, Kristerpher, Bo, Kim."
    `);
    expect(await says('sue', '/rollback status')).toMatchInlineSnapshot(`"No rollback of any app so far."`);
  });

  test('a guest, and somebody deactivated', async () => {
    expect(await asks('gus', `/rollback ${PROD} v84`)).toMatchInlineSnapshot(`
      "Worse than an outage? (optional)
        [ ] Data is being damaged
      Go back to
        [v84 ▾]
      This needs a full member of this workspace; your account is a guest. Nothing was done.
      Ask an operator in the ops channel.
      => This needs a full member of this workspace; your account is a guest. Nothing was done. Ask an operator in the ops channel."
    `);
    expect(await says('gus', '/rollback status')).toMatchInlineSnapshot(`
      "This needs a full member of this workspace; your account is a guest. Nothing was done.
      Ask an operator in the ops channel."
    `);
    expect(await asks('dee', `/rollback ${PROD} v84`)).toMatchInlineSnapshot(`
      "Worse than an outage? (optional)
        [ ] Data is being damaged
      Go back to
        [v84 ▾]
      This needs a full member of this workspace; your account is deactivated. Nothing was done.
      Ask an operator in the ops channel.
      => This needs a full member of this workspace; your account is deactivated. Nothing was done. Ask an operator in the ops channel."
    `);
  });

  test('somebody from another workspace is not let in', async () => {
    expect(await says('otto', `/rollback ${PROD} v84`)).toMatchInlineSnapshot(
      `"/rollback failed with the error "http_client_error""`,
    );
  });

  test('no operation came of any of it', async () => {
    expect(await operations()).toBe(0);
  });
});

describe('words from outside', () => {
  test('mentions in a symptom and in Heroku’s texts call nobody; an agent may ask and not approve', async () => {
    const { slack, heroku } = rooms.stage();
    const evil =
      '<!channel> <!here> @everyone <@U0RAXX00SUE> <https://evil.example|click> *bold* `x` &amp; \u202eabc';
    const release = heroku.control.release(PROD, 'ben@raxx.app', { kind: 'config', name: '<!channel>' });
    heroku.control.endCommand(PROD, release.version, 'succeeds');
    const settled = () =>
      heroku.control.app(PROD).dynos.every(({ version, state }) => version === 86 && state === 'crashed');
    await slack.until(settled, 10_000, 'the dynos to run it');
    expect(await asks('raxx-dev-bot', `/rollback ${PROD} v84`, evil)).toContain('=> closed');
    const bo = slack.as('bo');
    const request = await slack.until(() => bo.find('ops', /Approve\?[\s\S]*(NEEDS|CLEAR)/), 8_000);
    expect(readable(request.plain)).toMatchInlineSnapshot(`
      "*Approve?* raxx-api-prod v86 → v84 @operators @Ana @Kristerpher
      <!channel> <!here> @everyone <@U0RAXX00SUE> <https://evil.example|click> *bold* \`x\` &amp; abc · raxx-dev-bot asks
      *NEEDS ACKNOWLEDGEMENT* · 2/2 dynos crashed · smoke 503 · H10: N since v86, N before · tracebacks: N since v86, N before
      ⚠ Config vars go back too: <!channel> vanishes.
      Undoes 2 releases, 3 commits (Ben, Cy) · v84 ran 6 days · Deploy 69eec518 by cy@raxx.app
      • v86 Set <!channel> config vars · ben@raxx.app · HH:MM UTC
      • v85 Deploy e07f41b2 · ben@raxx.app · HH:MM UTC
      Config: 1 goes back · Migration: none · Expect ~NN s (release command N s last time)
      Traceback: ImportError: cannot import name 'SignupForm' from 'signup.forms' (/app/signup/forms.py) at signup/validation.py:31, changed in this release
      Asked HH:MM:SS UTC · expires HH:MM UTC · By hand: \`heroku rollback v84 -a raxx-api-prod\` · rb-xxxxxxxx
      [Review] [Reject] [Cancel]"
    `);
    await slack.until(() => bo.find('dm', /asks you to approve/), 8_000);
    const whys = slack.state.notifications.map(({ why }) => why);
    expect(whys).not.toContain('everyone');
    expect(slack.as('sue').notifications()).toEqual([]);
    expect(slack.state.messages.size).toBeGreaterThan(0);
    expect([...slack.state.messages.values()].map(({ text }) => text).join()).not.toContain('<!channel>');

    const agent = slack.as('raxx-dev-bot');
    await agent.tap(request, 'rollback.review');
    const told = await slack.until(() => agent.find('ops', /agents may ask/), 5_000);
    expect(readable(told.plain)).toMatchInlineSnapshot(`
      "Approving here needs a human; agents may ask, not approve. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim."
    `);
    await slack.as('sue').tap(request, 'rollback.reject');
    const refused = await slack.until(() => slack.as('sue').find('ops', /^Rejecting/), 5_000);
    expect(readable(refused.plain)).toMatchInlineSnapshot(`
      "Rejecting here needs the operator or superadmin role; you have support. Nothing was done.
      Operators: Ana, Kristerpher, Bo, Kim."
    `);
  });

  test('forged buttons and forms, rightly signed: what they claim is looked up, not believed', async () => {
    const { slack } = rooms.stage();
    const secret = slack.signingSecret;
    const before = await operations();
    const bo = slack.as('bo');
    const team = { id: slack.teamId, domain: 'raxx' };
    const user = { id: bo.id, name: 'bo', team_id: slack.teamId };
    async function send(body: string) {
      const request = signed(body, { secret });
      const response = await fetch(slack.requestUrl() ?? '', { method: 'POST', ...request });
      return { status: response.status, text: await response.text() };
    }
    const button = (action_id: string, value: string) =>
      payload(tap({ team, user, actions: [{ type: 'button', action_id, block_id: 'b', value }] }));
    for (const value of ['rb-zzzzzzzz', '', "' or 1=1 --", '{"app":"x"}', 'x'.repeat(2_000)]) {
      for (const id of ['review', 'renew', 'reject', 'cancel', 'send-once-more', 'close']) {
        expect(await send(button(`rollback.${id}`, value))).toEqual({ status: 200, text: '' });
      }
      expect(await send(button('incident.close', value))).toEqual({ status: 200, text: '' });
      expect(await send(button('incident.close-it', value))).toEqual({ status: 200, text: '' });
    }
    expect(await send(button('constructor', 'x'))).toEqual({ status: 200, text: '' });
    await slack.until(() => bo.find('ops', /older version/), 5_000);
    expect(readable(bo.find('ops', /I know no rollback/)?.plain ?? '')).toMatch(
      /^I know no rollback `.+`\. Nothing was done\./,
    );

    const form = (callback_id: string, private_metadata: string) =>
      payload(submission({ team, user }, { team_id: slack.teamId, callback_id, private_metadata }));
    const said: string[] = [];
    for (const metadata of [
      '',
      'null',
      '{}',
      JSON.stringify({ app: 'raxx-switchback-prod', version: 1, channel: 'C0RAXX00OPS' }),
      JSON.stringify({ app: PROD, version: 84, channel: 'C0RAXXGENRL' }),
      JSON.stringify({ app: 'mastodon', version: 84, channel: 'C0RAXX00OPS' }),
      JSON.stringify({ app: PROD, version: 84, channel: 'C0RAXX00OPS' }),
    ]) {
      const { status, text } = await send(form('rollback.ask', metadata));
      expect(status).toBe(200);
      said.push(readable(text));
    }
    expect(said.join('\n')).toMatchInlineSnapshot(`
      "{"response_action":"errors","errors":{"symptom":"This form is from an older version of me. Nothing was done. Close it and type the command again."}}
      {"response_action":"errors","errors":{"symptom":"This form is from an older version of me. Nothing was done. Close it and type the command again."}}
      {"response_action":"errors","errors":{"symptom":"This form is from an older version of me. Nothing was done. Close it and type the command again."}}
      {"response_action":"errors","errors":{"symptom":"raxx-switchback-prod is the app I run on: rolling it back would stop me halfway. Nothing was done. By hand: heroku rollback vN -a raxx-switchback-prod"}}
      {"response_action":"errors","errors":{"symptom":"I roll back only in the ops channel, so others can see it. Nothing was done. Paste there: /rollback"}}
      {"response_action":"errors","errors":{"symptom":"I do not know an app called mastodon. Nothing was done. I know: raxx-api-prod, raxx-api-staging, raxx-console-prod, raxx-console-staging, raxx-velvet-prod, raxx-velvet-staging."}}
      {"response_action":"errors","errors":{"symptom":"Say in a few words what is broken: it opens the incident."}}"
    `);
    const other: string[] = [];
    for (const id of ['review', 'renew', 'reject']) {
      for (const metadata of ['', '{}', JSON.stringify({ operationId: 'rb-zzzzzzzz', hash: 'x' })]) {
        const { status, text } = await send(form(`rollback.${id}`, metadata));
        expect(status).toBe(200);
        other.push(readable(text));
      }
    }
    expect(other.join('\n')).toMatchInlineSnapshot(`
      "{"response_action":"update","view":{"type":"modal","title":{"type":"plain_text","text":"Switchback","emoji":false},"close":{"type":"plain_text","text":"Close","emoji":false},"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"This form is from an older version of me. Nothing was done. Close it and type the command again.","verbatim":true}}]}}
      {"response_action":"update","view":{"type":"modal","title":{"type":"plain_text","text":"Switchback","emoji":false},"close":{"type":"plain_text","text":"Close","emoji":false},"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"This form is from an older version of me. Nothing was done. Close it and type the command again.","verbatim":true}}]}}
      {"response_action":"update","view":{"type":"modal","title":{"type":"plain_text","text":"Review rollback","emoji":false},"close":{"type":"plain_text","text":"Close","emoji":false},"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"I know no rollback \`rb-xxxxxxxx\`. Nothing was done.\\nSee the open ones with \`/rollback status\`.","verbatim":true}}]}}
      {"response_action":"update","view":{"type":"modal","title":{"type":"plain_text","text":"Switchback","emoji":false},"close":{"type":"plain_text","text":"Close","emoji":false},"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"This form is from an older version of me. Nothing was done. Close it and type the command again.","verbatim":true}}]}}
      {"response_action":"update","view":{"type":"modal","title":{"type":"plain_text","text":"Switchback","emoji":false},"close":{"type":"plain_text","text":"Close","emoji":false},"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"This form is from an older version of me. Nothing was done. Close it and type the command again.","verbatim":true}}]}}
      {"response_action":"update","view":{"type":"modal","title":{"type":"plain_text","text":"Review rollback","emoji":false},"close":{"type":"plain_text","text":"Close","emoji":false},"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"I know no rollback \`rb-xxxxxxxx\`. Nothing was done.\\nSee the open ones with \`/rollback status\`.","verbatim":true}}]}}
      {"response_action":"update","view":{"type":"modal","title":{"type":"plain_text","text":"Switchback","emoji":false},"close":{"type":"plain_text","text":"Close","emoji":false},"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"This form is from an older version of me. Nothing was done. Close it and type the command again.","verbatim":true}}]}}
      {"response_action":"update","view":{"type":"modal","title":{"type":"plain_text","text":"Switchback","emoji":false},"close":{"type":"plain_text","text":"Close","emoji":false},"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"This form is from an older version of me. Nothing was done. Close it and type the command again.","verbatim":true}}]}}
      {"response_action":"update","view":{"type":"modal","title":{"type":"plain_text","text":"Reject rollback","emoji":false},"close":{"type":"plain_text","text":"Close","emoji":false},"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"I know no rollback \`rb-xxxxxxxx\`. Nothing was done.\\nSee the open ones with \`/rollback status\`.","verbatim":true}}]}}"
    `);
    expect(await operations()).toBe(before);
  });
});
