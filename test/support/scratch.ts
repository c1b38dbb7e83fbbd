/** Where a server of the tests keeps its files. */
import { access, constants, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

const MEMORY = '/dev/shm';
/** A whole run needs a quarter of this. */
const ENOUGH_BYTES = 2 * 1024 ** 3;

/**
 * In memory, where there is plenty; else where temporary files go. A database is nearly a thousand files to make and to
 * remove, which costs a disk's file system ten times as much.
 */
export async function scratchDirectory(): Promise<string> {
  return (await roomInMemory()) ? MEMORY : tmpdir();
}

async function roomInMemory(): Promise<boolean> {
  try {
    await access(MEMORY, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(MEMORY);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
}
