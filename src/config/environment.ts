import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The one place that reads `process.env`: a copy, so later changes to it change nothing here. */
export function environment(): Environment {
  return { ...process.env };
}

/** A file's text, or null when it cannot be read. */
export function readTextFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
