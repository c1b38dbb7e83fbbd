/** Where the page of this directory was last: kept, so that windows left open find the next one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HOME } from '../databases.ts';
import { writeWhole } from './file.ts';

const ADDRESS = z.object({
  port: z.number().int().min(1).max(65_535),
  token: z.string().regex(/^[0-9a-f]{32}$/),
});
export type Address = z.infer<typeof ADDRESS>;

const PATH = join(HOME, 'address.json');

export async function readAddress(): Promise<Address | null> {
  try {
    return ADDRESS.parse(JSON.parse(await readFile(PATH, 'utf8')));
  } catch {
    return null;
  }
}

/** Readable for its owner alone: whoever has the token is let in. */
export function writeAddress({ port, token }: Address): void {
  writeWhole(PATH, JSON.stringify({ port, token }));
}
