/** The texts there are: the approved ones, and the team's own, previewed from the incident and used from there. */
import { expect, test } from 'vitest';
import { openRooms } from './rooms.ts';
import { sentAgain } from './sent-again.ts';

const rooms = openRooms({ 'raxx-api-prod': 1 }, { rate: 1 });

test('listed with made-up facts, then with the incident’s; drafted and posted from the list, asking for what is missing', async () => {
  const { slack, database } = rooms.stage();
  const room = rooms.room();
  const shown = (text: string) => room.readable(text).replace(/in-[a-z0-9]{8}/g, 'in-xxxxxxxx');
  await room.as('sue').slash(room.channel, '/incident templates');
  const sample = await room.sees('sue', /Texts for an incident/);
  expect(sample.plain).toContain('an incident made up');
  expect(sample.plain).not.toContain('[Use]');

  await room.asks('ana');
  await room.as('ana').slash(room.channel, `/incident templates ${room.app}`);
  const list = await room.sees('ana', /filled from/);
  expect(shown(list.plain)).toMatchInlineSnapshot(`
    "*Texts for an incident*, filled from rb-xxxxxxxx (raxx-api-prod). What stays in {braces} or [brackets] is asked for, or not known yet.
    *Approved, for operators.* They post themselves:
    > Incident open: raxx-api-prod signup 500s since 02:58 UTC. Investigating. Started: HH:MM UTC
    > Rolling back raxx-api-prod from v[N] to v[target]. Initiated at [HH:MM UTC].
    > Rollback confirmed: v[N+1] (Rollback to v[target]) is live, dynos up, smoke check passing. [HH:MM UTC]. Wall-clock: [X] min.
    > Incident closed. Post-incident review: [link or TBD].
    *Approved, for customers.* Drafted by themselves, or with \`/incident public investigating\`, \`/incident public rolled-back\`, \`/incident public recovered\`:
    > We are investigating an issue affecting the trading platform. Our team is on it and we will post an update within 15 minutes. [only if ticked: No account data has been affected.]
    > We have rolled back to the previous release. The platform is recovering. We will confirm full recovery shortly.
    > The platform has recovered. Thank you for your patience. We are conducting a post-incident review.
    *still-working*, for customers: drafted.
    > We are still working on the issue affecting the trading platform. We will post another update within 15 minutes.
    [Use]
    *partly-working*, for customers: drafted. Asks for: What works again, as customers call it; What does not work yet.
    > {works} is working again. We are still working on {not_yet}, and will post another update within 15 minutes.
    [Use]
    *upstream*, for customers: drafted. Asks for: Whose trouble it is.
    > A problem at {provider} affects the trading platform. We are following it closely and will post an update within 15 minutes.
    [Use]
    *handover*, for operators: posted in the thread. Asks for: Who takes over; What to do next.
    > Handover of raxx-api-prod at HH:MM UTC from Ana to {to}. Open for less than a minute, SEV-2: signup 500s since 02:58 UTC. Next: {next}
    [Use]
    *call-opened*, for operators: posted in the thread. Asks for: Where the call is.
    > Call for raxx-api-prod (SEV-2, open for less than a minute): {where}. Led by {commander}.
    [Use]"
  `);

  // Public ones are drafted, whoever lists them; what they ask for is asked.
  await room.as('ana').slash(room.channel, `/incident public ${room.app} still-working`);
  const draft = await room.sees('ana', /by Ana[\s\S]*still working on the issue/);
  expect(draft.plain).toContain('[Publish]');
  await room.busy('ana', async () => {
    await room.as('ana').slash(room.channel, `/incident public ${room.app} partly-working`);
    const modal = await slack.until(() => room.as('ana').modal(), 5_000, 'the form');
    expect(shown(modal.text())).toMatchInlineSnapshot(`
      "── Text of your own ──
      *partly-working*
      {works} is working again. We are still working on {not_yet}, and will post another update within 15 minutes.
      What works again, as customers call it
        ____
      What does not work yet
        ____
      [Not now] [Save draft]"
    `);
    await modal.fill('works', 'value', 'Signing in');
    await modal.fill('not_yet', 'value', '[orders]');
    const sent = await modal.submit();
    expect(sent.kind).not.toBe('closed');
    expect(modal.text()).toContain('still to be filled in');
    await modal.fill('not_yet', 'value', 'orders');
    expect((await modal.submit()).kind).toBe('closed');
  });
  await room.sees('ana', /Signing in is working again. We are still working on orders/);

  // Operators' ones are posted; what the incident does not know is not asked of people.
  await room.as('ana').slash(room.channel, `/incident public ${room.app} call-opened`);
  const lacks = await room.sees('ana', /needs .commander/);
  expect(shown(lacks.plain)).toMatchInlineSnapshot(`
    "\`call-opened\` needs \`commander\`, and this incident has none. Nothing was done.
    Once it has, use the text again; or write it by hand."
  `);
  await room.busy('ana', async () => {
    await room.as('ana').tap(list, 'incident.use-template', { value: `${await incident()}/handover` });
    const form = await slack.until(() => room.as('ana').modal(), 5_000, 'the form');
    await form.fill('to', 'value', 'Bo');
    await form.fill('next', 'value', 'look at <!here> & tell *everybody*');
    const sent = await form.submit();
    expect(sent.kind).toBe('closed');
    expect(await sentAgain(rooms.stage(), sent)).toMatchObject({ status: 200, body: null });
  });
  const posted = await room.sees('bo', /^Handover of/);
  expect(shown(posted.plain).replace(/for \d+ s,/, 'for N s,')).toMatchInlineSnapshot(
    `"Handover of raxx-api-prod at HH:MM UTC from Ana to Bo. Open for less than a minute, SEV-2: signup 500s since 02:58 UTC. Next: look at <!here> & tell *everybody* · Ana"`,
  );
  expect(posted.broadcast).toBe(true);
  const { rows } = await database.pool.query(`select text from outbox where text like 'Handover of%'`);
  expect(rows).toHaveLength(1);

  async function incident(): Promise<string> {
    const found = await database.pool.query({
      text: 'select id from incident where app = $1',
      values: [room.app],
    });
    return (found.rows[0] as { id: string }).id;
  }
});
