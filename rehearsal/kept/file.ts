/** One file of plain data: written whole or not at all, and read only by the code that would have written the same. */
import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { deserialize } from 'node:v8';

/** `unreadable`: of another version, or damaged; `why` is the rest of a sentence that begins with its name. */
export type Read<T> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'unreadable'; readonly why: string };

const MARK = 'switchback rehearsal';
const NEWLINE = 10;

/** Beside it, and renamed: whoever dies in between leaves the old one. Only its owner may read it. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const beside = `${path}.new`;
  writeFileSync(beside, content, { mode: 0o600 });
  renameSync(beside, path);
}

/** `data` as V8 serialises it: Maps, Sets, Dates and what is the same object twice stay so. */
export function sealed(data: Uint8Array, version: string): Uint8Array {
  return Buffer.concat([Buffer.from(`${MARK} ${version} ${digestOf(data)}\n`), data]);
}

/** The version names the shape of what is in it, so what is found is a `T`. */
export async function readSealed<T>(path: string, version: string): Promise<Read<T>> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (bytes === null) return { kind: 'absent' };
  const end = bytes.indexOf(NEWLINE);
  const [written, digest] = bytes
    .subarray(0, Math.max(0, end))
    .toString('latin1')
    .replace(MARK, '')
    .trim()
    .split(' ');
  const data = bytes.subarray(end + 1);
  if (end < 0 || digest !== digestOf(data)) return { kind: 'unreadable', why: 'is damaged' };
  if (written !== version) return { kind: 'unreadable', why: 'was written by another version of the code' };
  try {
    return { kind: 'found', value: deserialize(data) as T };
  } catch {
    return { kind: 'unreadable', why: 'was written by a newer Node' };
  }
}

function digestOf(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
