import type { z } from 'zod';
import type { Submission } from '../ports.ts';

/** Null for what no form of ours carries: one of an older version, or somebody's own making. */
export function readMetadata<T>(shape: z.ZodType<T>, { metadata }: Pick<Submission, 'metadata'>): T | null {
  try {
    return shape.safeParse(JSON.parse(metadata)).data ?? null;
  } catch {
    return null;
  }
}
