/** config/comms_templates.yaml: texts of the team's own for an incident. Every fault with its line. */
import { z } from 'zod';
import {
  type CommsTemplate,
  filled,
  OPERATOR_FACTS,
  PUBLIC_FACTS,
  STILL_WORKING,
  variablesIn,
} from '../comms-templates.ts';
import { faultIn, LONGEST_PUBLIC_TEXT, saysClaim } from '../public-text.ts';
import { PUBLIC_TEXTS } from '../publications.ts';
import type { Problem } from './problems.ts';
import { type Fault, faultsOf } from './yaml-faults.ts';
import { readYaml } from './yaml-file.ts';

const NAME = 'Write template names in lower-case letters, digits and dashes, letter first';
const TEXT = `Write the text, in at most ${LONGEST_PUBLIC_TEXT} characters`;
const LABEL = 'Write what whoever uses it is asked for, in at most 75 characters';
const VARIABLE = 'Write variable names in lower-case letters, digits and underscores, letter first';
/** Slack shows no more together. */
const MOST = 30;

const TEMPLATE = z.strictObject(
  {
    audience: z.enum(['operators', 'public'], { error: 'Write one of: operators, public' }),
    text: z.string({ error: TEXT }).regex(/\S/, TEXT).max(LONGEST_PUBLIC_TEXT, TEXT),
    variables: z
      .record(
        z.string().regex(/^[a-z][a-z0-9_]{0,29}$/, VARIABLE),
        z.string({ error: LABEL }).regex(/^.{1,75}$/, LABEL),
        { error: VARIABLE },
      )
      .default({}),
  },
  { error: 'audience, text, variables' },
);
const TEMPLATES = z.record(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, NAME), TEMPLATE, { error: NAME });

export interface TemplatesFile {
  /** Null when anything is wrong with the file. */
  readonly value: readonly CommsTemplate[] | null;
  readonly problems: readonly Problem[];
}

/** `text` null: the file cannot be read. */
export function readTemplatesFile(file: string, text: string | null): TemplatesFile {
  if (text === null) {
    const remedy = 'Name an existing file in comms_templates, or leave the key out';
    return { value: null, problems: [{ in: 'file', file, line: null, what: 'cannot be read', remedy }] };
  }
  const yaml = readYaml(text);
  if (!yaml.ok)
    return { value: null, problems: yaml.faults.map((fault) => ({ in: 'file', file, ...fault })) };
  const parsed = TEMPLATES.safeParse(yaml.data);
  const found = [...faultsOf(parsed.error?.issues ?? [], yaml.data), ...contradictions(yaml.data)];
  const problems = found.map(
    ({ path, what, remedy }): Problem => ({
      in: 'file',
      file,
      line: yaml.place(path)?.line ?? null,
      what,
      remedy,
    }),
  );
  if (!parsed.success || problems.length > 0) return { value: null, problems };
  const value = Object.entries(parsed.data).map(([name, { audience, text: words, variables }]) => ({
    name,
    audience,
    text: words.trim(),
    variables: Object.entries(variables).map(([variable, label]) => ({ name: variable, label })),
  }));
  return { value, problems };
}

/** What one key alone cannot break, of every template that has its shape: all problems show at once. */
function contradictions(data: unknown): readonly Fault[] {
  const all = z.record(z.string(), z.unknown()).safeParse(data).data ?? {};
  const templates = Object.entries(all).flatMap(([name, raw]) => {
    const template = TEMPLATE.safeParse(raw);
    return template.success ? [[name, template.data] as const] : [];
  });
  const many = Object.keys(all).length > MOST;
  return [
    ...(many
      ? [{ path: [], what: `has more than ${MOST} templates`, remedy: 'Remove those that nobody uses' }]
      : []),
    ...templates.flatMap(([name, template]) => faultsIn(name, template)),
  ];
}

function faultsIn(name: string, { audience, text, variables }: z.infer<typeof TEMPLATE>): readonly Fault[] {
  const facts: readonly string[] = audience === 'public' ? PUBLIC_FACTS : OPERATOR_FACTS;
  const used = variablesIn(text);
  const declared = Object.keys(variables);
  const at = (key: string, what: string, remedy: string): Fault => ({ path: [name, key], what, remedy });
  const known = `Declare it below variables, or use one of: ${facts.join(', ')}`;
  return [
    ...(PUBLIC_TEXTS.some((each) => each === name)
      ? [{ path: [name], what: `"${name}" is an approved text`, remedy: 'Choose another name' }]
      : []),
    ...used
      .filter((each) => !facts.includes(each) && !declared.includes(each))
      .map((each) => at('text', `${name} uses {${each}}, which nobody fills in`, known)),
    ...declared
      .filter((each) => !used.includes(each))
      .map((each) => at('variables', `${name} does not use its variable "${each}"`, 'Use it, or remove it')),
    ...declared
      .filter((each) => OPERATOR_FACTS.some((fact) => fact === each))
      .map((each) => at('variables', `${name} asks for "${each}", which is a fact`, 'Choose another name')),
    ...(name === STILL_WORKING && (audience !== 'public' || declared.length > 0)
      ? [at('audience', `${name} is drafted by itself`, 'It is public and asks for nothing')]
      : []),
    ...wordsOf(name, text, audience).map(([what, remedy]) => at('text', what, remedy)),
  ];
}

/** Its words as they would go out, every variable filled. */
function wordsOf(
  name: string,
  text: string,
  audience: 'operators' | 'public',
): readonly (readonly [what: string, remedy: string])[] {
  if (audience === 'public' && saysClaim(text))
    return [
      [`${name} says that no account data has been affected`, 'A person ticks that each time; take it out'],
    ];
  const shown = filled(text, Object.fromEntries(variablesIn(text).map((each) => [each, 'x'])));
  const fault = faultIn(shown, `template:${name}`, true);
  if (fault?.why === 'bracket')
    return [[`${name} has "${fault.piece}" in it`, 'Write {names} in lower case for what is filled in']];
  if (fault?.why === 'mention' && audience === 'public')
    return [[`${name} mentions "${fault.piece}"`, 'Customers are not in this Slack; take it out']];
  return [];
}
