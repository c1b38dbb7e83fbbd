import type { FormPart } from '../../../heroku/shape.ts';

/** What was filled in, with what empty fields stand for: an empty box is a no, an empty number that may be none is none. */
export function filled(value: unknown, part: FormPart): unknown {
  if (part.kind !== 'choice' || typeof value !== 'object' || value === null) return value;
  const held = new Map<string, unknown>(Object.entries(value).filter(([, each]) => each !== undefined));
  const fields = part.options.find((option) => option.value === held.get('kind'))?.fields ?? [];
  for (const { name, part: inner, optional } of fields) {
    if (held.has(name)) held.set(name, filled(held.get(name), inner));
    else if (inner.kind === 'tick' && !optional) held.set(name, false);
    else if (inner.kind === 'number' && inner.nullable) held.set(name, null);
  }
  return Object.fromEntries(held);
}
