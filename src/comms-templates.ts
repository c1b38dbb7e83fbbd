/** Texts of the team's own, beside the approved ones: who reads them, and what is filled in. */

/** What an incident knows of itself and may tell customers. */
export const PUBLIC_FACTS = ['surface', 'started', 'elapsed', 'now'] as const;
/** What operators may be told besides. */
export const OPERATOR_FACTS = [
  ...PUBLIC_FACTS,
  'app',
  'severity',
  'symptom',
  'impact',
  'commander',
  'operator',
  'bad',
  'target',
] as const;
export type TemplateFact = (typeof OPERATOR_FACTS)[number];

export interface CommsTemplate {
  /** `still-working`; unique. */
  readonly name: string;
  readonly audience: 'operators' | 'public';
  /** With `{facts}` and `{variables}` in it. */
  readonly text: string;
  /** What whoever uses it is asked for, in the order of the file. */
  readonly variables: readonly { readonly name: string; readonly label: string }[];
}

/** Drafted by itself when a promise runs out and nothing has changed. */
export const STILL_WORKING = 'still-working';

const VARIABLE = /\{([a-z][a-z0-9_]*)\}/g;

/** Each once, in the order of the text. */
export function variablesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name))];
}

/** What has no value stays as it is, so that nobody takes the text for finished. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(VARIABLE, (whole, name: string) => values[name] ?? whole);
}
