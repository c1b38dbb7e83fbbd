/** Sentences that begin with an app's short name: which incident is meant, and what is left of the words. */
import { expect, test } from 'vitest';
import { readable } from './readable.ts';
import { openRooms } from './rooms.ts';

const rooms = openRooms({});

async function rows(text: string, ...values: readonly unknown[]) {
  const found = await rooms.stage().database.pool.query({ text, values: [...values] });
  return found.rows as readonly Record<string, unknown>[];
}

async function says(typed: string): Promise<string> {
  const { delivery } = await rooms.stage().slack.as('bo').slash('ops', `/incident ${typed}`);
  const body = delivery?.body as { text: string } | null;
  return readable(body?.text ?? '');
}

async function opened(app: string, symptom: string, drill = false): Promise<void> {
  const { slack } = rooms.stage();
  const ana = slack.as('ana');
  await ana.slash('ops', `/incident open ${app} ${symptom}`);
  const form = await slack.until(() => ana.modal(), 5_000, 'the form');
  if (drill) await form.choose('kind', 'kind', 'drill');
  expect((await form.submit()).kind).toBe('closed');
  await slack.until(() => ana.find('ops', new RegExp(symptom)), 20_000, `the headline of ${symptom}`);
}

/** The newest line somebody wrote, and of which app. */
async function newest(): Promise<string> {
  const [line] = await rows(
    `select i.app, i.drill, e.kind, e.text from timeline_entry e join incident i on i.id = e.incident_id
      where e.actor = 'Bo' order by e.id desc limit 1`,
  );
  return `${line?.['app']}${line?.['drill'] === true ? ' (drill)' : ''}: ${line?.['text']}`;
}

test('the short name chooses an open incident that is real, and stays in what was said', async () => {
  const { slack } = rooms.stage();
  expect(await says('note api is down')).toContain('No incident is open');

  await opened('raxx-console-prod', 'pages are blank');
  await opened('raxx-velvet-prod', 'a game day', true);
  await rows(`update incident set closed_at = switchback_now() where app = 'raxx-velvet-prod'`);
  expect(await says('note velvet returns 502')).toMatchInlineSnapshot(`
    "In the timeline of raxx-console-prod: pages are blank
    HH:MM UTC Bo: velvet returns 502"
  `);
  expect(await newest()).toBe('raxx-console-prod: velvet returns 502');
  expect(await says('note api is slow too')).toContain('In the timeline of raxx-console-prod');
  expect(await newest()).toBe('raxx-console-prod: api is slow too');

  await opened('raxx-api-prod', 'signup fails');
  await says('note api is down again');
  expect(await newest()).toBe('raxx-api-prod: api is down again');
  await says('note console it is down');
  expect(await newest()).toBe('raxx-console-prod: console it is down');
  // A time after it, or the whole name: that is an address.
  await says('note api 00:00 the first mail came');
  expect(await newest()).toBe('raxx-api-prod: the first mail came');
  await says('note raxx-console-prod still blank');
  expect(await newest()).toBe('raxx-console-prod: still blank');
  expect(await says('note everything is slow')).toContain('2 incidents are open');

  await says('public console is slow for some of you');
  const draft = await slack.until(
    () => slack.as('bo').find('ops', /Draft for customers, by Bo/),
    20_000,
    'the draft',
  );
  expect(draft.plain).toContain('> console is slow for some of you');
  await says('public api recovered');
  await slack.until(
    () => slack.as('bo').find('ops', /Draft for customers, by Bo[\s\S]*The platform has recovered/),
    20_000,
    'the draft by its name',
  );

  // Closed, it is no reason to call nobody.
  await rows(
    `update incident set closed_at = switchback_now(), closed_by = opener where app = 'raxx-api-prod'`,
  );
  await says('escalate api is down and nobody answers');
  await slack.until(
    () => slack.as('kim').find('ops', /Bo calls all operators: api is down and nobody answers/),
    20_000,
    'the call',
  );
  expect(await newest()).toMatch(/^raxx-console-prod: .*api is down and nobody answers/);
});
