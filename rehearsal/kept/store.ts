/** The kept world on disk: everything in one file, and beside it where its durable time stands, which moves all the while. */
import { readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Remembering, StageMemory } from '../stage.ts';
import { type Read, readSealed, sealed, writeWhole } from './file.ts';
import { BEAT_MS, type Keeper, startKeeper } from './keeper.ts';

export interface KeptWorld extends Omit<StageMemory, 'durable'> {
  /** Name of the bot's database. */
  readonly database: string;
  readonly mortal: boolean;
}

export interface KeptTime {
  /** No earlier than anything that happened before the end, epoch milliseconds. */
  readonly durable: number;
  readonly rate: number;
}

export interface Store {
  world(): Promise<Read<KeptWorld>>;
  /** Null when it cannot be read. */
  time(): Promise<KeptTime | null>;
  /** Begins to write down the stage that plays on this database. */
  keep(stage: Remembering, world: Pick<KeptWorld, 'database' | 'mortal'>): Keeper;
  /** The name under which the file lies from now on. */
  putAside(): Promise<string>;
  forget(): Promise<void>;
}

const TIME = z.object({ durable: z.number(), rate: z.number().positive(), ended: z.boolean() });
/** Whoever was killed may have lived so long, in real time, after the last beat. */
const LIVED_ON_MS = 2 * BEAT_MS;

/** `tell` hears once when nothing can be written. */
export function openStore(home: string, version: string, tell: (line: string) => void): Store {
  const file = join(home, 'world');
  const timeFile = join(home, 'time.json');
  return {
    world: () => readSealed<KeptWorld>(file, version),
    async time() {
      const read = TIME.safeParse(await readJson(timeFile));
      if (!read.success) return null;
      const { durable, rate, ended } = read.data;
      return { durable: ended ? durable : durable + LIVED_ON_MS * rate, rate };
    },
    keep({ slack, heroku, github, statusPage, pager, clock }, world) {
      return startKeeper({
        remember: (): KeptWorld => ({
          ...world,
          slack: slack.memory(),
          heroku: heroku.memory(),
          github: github.memory(),
          statusPage: statusPage.memory(),
          pager: pager.memory(),
        }),
        write: (data) => writeWhole(file, sealed(data, version)),
        beat: (ended) => {
          const { rate } = clock.reading();
          writeWhole(timeFile, JSON.stringify({ durable: clock.now().getTime(), rate, ended }));
        },
        onTrouble: (error) =>
          tell(`The rehearsal cannot be kept: ${String(error)}. It goes on all the same.`),
      });
    },
    async putAside() {
      const aside = `${file}.aside`;
      await rename(file, aside);
      return basename(aside);
    },
    async forget() {
      await Promise.all([file, timeFile].map((path) => rm(path, { force: true })));
    },
  };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
