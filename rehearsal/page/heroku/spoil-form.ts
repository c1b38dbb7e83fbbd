/** The form "spoil a request", drawn from the simulator's own schema: a fate that is added there appears here. */
import { z } from 'zod';
import { faultSchema, REQUEST_NAMES } from '../../heroku/faults.ts';
import type { World } from '../../heroku/world.ts';
import type { FormField, FormPart, SpoilForm } from './shape.ts';

/** What zod makes of the schemas in use; anything else is a form this file cannot draw yet. */
const node = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.union([z.string(), z.number()]).optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  minimum: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  oneOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
});

const FATE = partOf(z.toJSONSchema(faultSchema.shape.fate.unwrap()));
const MODIFIER = partOf(z.toJSONSchema(faultSchema.shape.modifiers.unwrap().element));

export function spoilFormFor({ people }: Pick<World, 'people'>): SpoilForm {
  return {
    requests: REQUEST_NAMES,
    fate: FATE,
    modifier: MODIFIER,
    people: people.map(({ email }) => email),
  };
}

function partOf(schema: unknown): FormPart {
  const { type, enum: values, minimum, properties, items, oneOf, anyOf } = node.parse(schema);
  if (oneOf !== undefined) return { kind: 'choice', options: oneOf.map(optionOf) };
  if (anyOf !== undefined) return { kind: 'one-of', values: anyOf.map(constOf) };
  if (values !== undefined) return { kind: 'one-of', values };
  if (properties !== undefined) return { kind: 'fields', fields: fieldsOf(schema) };
  if (items !== undefined && node.parse(items).type === 'string') return { kind: 'lines' };
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (types.includes('number') || types.includes('integer'))
    return { kind: 'number', least: minimum ?? null, nullable: types.includes('null') };
  if (types.includes('string')) return { kind: 'text' };
  if (types.includes('boolean')) return { kind: 'tick' };
  throw new Error(`no form for ${JSON.stringify(schema)}`);
}

function optionOf(schema: unknown) {
  const kind = node.parse(schema).properties?.['kind'];
  return { value: String(constOf(kind)), fields: fieldsOf(schema).filter(({ name }) => name !== 'kind') };
}

function fieldsOf(schema: unknown): readonly FormField[] {
  const { properties = {}, required = [] } = node.parse(schema);
  return Object.entries(properties).flatMap(([name, inner]) =>
    node.parse(inner).const === undefined
      ? [{ name, optional: !required.includes(name), part: partOf(inner) }]
      : [],
  );
}

function constOf(schema: unknown): string | number {
  const { const: value } = node.parse(schema);
  if (value === undefined) throw new Error(`no constant in ${JSON.stringify(schema)}`);
  return value;
}
