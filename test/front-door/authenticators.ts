/** People of a stage with their phones at hand: set up once, and no code shown twice. */
import { codeShown } from '../../rehearsal/slack/people/authenticator.ts';
import type { Stage } from '../support/stage.ts';

const STEP_MS = 30_000;

export interface Authenticators {
  /** `/ops totp` in this channel, from the modal to the first code. The key, as it was shown. */
  sets(handle: string, channel: string): Promise<string>;
  /** A code not used before, while nobody else uses this person's phone. */
  withCode<T>(handle: string, use: (code: string) => Promise<T>): Promise<T>;
  /** Every code that was typed so far. */
  codes(): readonly string[];
}

interface Phone {
  readonly key: string;
  lastStep: number;
  free: Promise<unknown>;
}

export function authenticators(rooms: { stage(): Pick<Stage, 'slack' | 'now'> }): Authenticators {
  const phones = new Map<string, Promise<Phone>>();
  const shown: string[] = [];

  function read(key: string): string {
    const code = codeShown(key, rooms.stage().now());
    shown.push(code);
    return code;
  }

  async function setUp(handle: string, channel: string): Promise<Phone> {
    const { slack, now } = rooms.stage();
    const person = slack.as(handle);
    await person.slash(channel, '/ops totp');
    const modal = await slack.until(() => person.modal(), 5_000, `${handle}'s key`);
    const key = await slack.until(
      () => /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/.exec(modal.text())?.[0],
      5_000,
      () => modal.text(),
    );
    await modal.fill('code', 'code', read(key));
    const sent = await modal.submit();
    if (sent.kind !== 'updated') throw new Error(`${sent.kind}: ${modal.text()}`);
    await modal.close();
    return { key, lastStep: Math.floor(now().getTime() / STEP_MS), free: Promise.resolve() };
  }

  function phoneOf(handle: string, channel?: string): Promise<Phone> {
    const known = phones.get(handle);
    if (known) return known;
    if (channel === undefined) throw new Error(`${handle} has no second factor`);
    const phone = setUp(handle, channel);
    phones.set(handle, phone);
    return phone;
  }

  return {
    codes: () => shown,
    sets: async (handle, channel) => (await phoneOf(handle, channel)).key,
    async withCode(handle, use) {
      const phone = await phoneOf(handle);
      const { slack, now } = rooms.stage();
      const mine = phone.free.then(async () => {
        await slack.until(() => Math.floor(now().getTime() / STEP_MS) > phone.lastStep, 40_000, 'a new code');
        phone.lastStep = Math.floor(now().getTime() / STEP_MS);
        return use(read(phone.key));
      });
      phone.free = mine.catch(() => undefined);
      return mine;
    },
  };
}
