/** The daily digest: one post a day of what pre-launch incidents would have told each operator (ruling 14). */
import * as words from '../../words/digest.ts';
import { whereIs } from '../../words/home.ts';
import { day } from '../../words/time.ts';
import type { World } from '../world.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Later than this is said: the bot was down at its time. */
const ON_TIME_MS = 10 * 60_000;

/** The last time at or before `now` at which a digest was to be posted. */
export function digestMoment(now: Date, atMinute: number): Date {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()) + atMinute * 60_000;
  return new Date(today <= now.getTime() ? today : today - DAY_MS);
}

/** Posts the latest one that is still to be posted, however late; cheap when there is none. An empty one is not posted. */
export async function dailyDigest(world: World): Promise<void> {
  const { digest, approverMentions } = world.settings;
  const now = await world.clock.now();
  const moment = digestMoment(now, digest.atMinute);
  const which = day(moment);
  if (await world.incidents.digestIsDone(which)) return;
  const late = now.getTime() - moment.getTime() > ON_TIME_MS;
  const address = world.slackAddress();
  await world.incidents.startDigest(which, moment, (collected) =>
    collected.length === 0
      ? []
      : [
          {
            key: `digest/${which}`,
            channel: digest.channel,
            ...words.digest(
              collected.map(({ incident, headline, texts }) => ({
                incident,
                texts,
                where: whereIs('thread', headline, address),
              })),
              { moment, late: late ? now : null, mentions: approverMentions },
            ),
          },
        ],
  );
}
