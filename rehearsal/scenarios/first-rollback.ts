import type { Scenario } from './scenario.ts';

const APP = 'raxx-api-prod';

/** The README's main job: two people, one bad release, the way back. */
export const firstRollback: Scenario = {
  name: 'first-rollback',
  story: `${APP} v85 crashes at boot; Ana asks to go back to v84, Bo approves, the bot proves recovery.`,
  rate: 6,
  async play({ slack, heroku, database }, tell) {
    const ana = slack.as('ana');
    const bo = slack.as('bo');

    const since = minutesAfter(heroku.control.app(APP).releases, 85, 1);
    const typed = `/rollback ${APP} v84 signup 500s since ${since}`;
    tell(`Ana types: ${typed}`);
    await ana.slash('ops', typed);
    const ask = await slack.until(() => ana.modal(), 3_000, 'the request modal');
    await slack.until(() => /CLEAR|NEEDS|BLOCKED/.test(ask.text()), 10_000, 'the checks');
    tell(`\nWhat Ana sees:\n${indented(ask.text())}\n`);
    await ask.submit();

    const request = await slack.until(
      () => bo.find('ops', /Approve\?[\s\S]*(CLEAR|NEEDS|BLOCKED)/),
      10_000,
      'the approval request',
    );
    tell(
      `Bo is called, by mention and directly:\n${indented(bo.directMessages().at(-1)?.plain ?? '')}\nBo taps [Review].`,
    );
    await bo.tap(request, 'rollback.review');
    const review = await slack.until(() => bo.modal(), 3_000, 'the review modal');
    await slack.until(() => /Roll back to/.test(review.text()), 10_000, 'the fresh checks');
    tell(`\nWhat Bo sees:\n${indented(review.text())}\n`);
    if (/I know that/.test(review.text())) await review.tick('ticks', 'ticks');
    await review.submit();
    tell('Bo ticks what is not known and taps [Roll back to v84]. The bot does the rest.');

    const ended = await slack.until(async () => endedAs(database), 60_000, 'the operation to end');
    await slack.until(() => bo.find('ops', /is back on v84/), 30_000, 'the last word');
    const closing = bo.find('ops', /is back on v84/);
    if (closing) await bo.tap(closing, 'incident.close');
    tell('Recovered and confirmed. Bo taps [Close incident].');
    await slack.until(() => bo.find('ops', /Incident closed/), 20_000, 'the incident to close');
    await slack.until(() => bo.find('ops', /RECOVERED/), 20_000, 'the card to be drawn for the last time');

    const live = heroku.control.app(APP).releases.find((release) => release.current);
    return ended === 'recovered' && live?.description === 'Rollback to v84';
  },
};

/** `02:58 UTC`, so many minutes after a release: when people began to notice. */
function minutesAfter(
  releases: readonly { readonly version: number; readonly createdAt: string }[],
  version: number,
  minutes: number,
): string {
  const released = releases.find((release) => release.version === version);
  if (!released) throw new Error(`no v${version}`);
  return `${new Date(Date.parse(released.createdAt) + minutes * 60_000).toISOString().slice(11, 16)} UTC`;
}

async function endedAs(database: {
  query(text: string): Promise<{ rows: unknown[] }>;
}): Promise<string | null> {
  const { rows } = await database.query('select status from operation where ended_at is not null');
  return (rows[0] as { status: string } | undefined)?.status ?? null;
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
