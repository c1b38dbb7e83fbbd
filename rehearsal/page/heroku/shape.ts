/** The simulated Heroku as a window shows it. Types only: shared by both sides. Config vars by name alone. */

export interface AppShown {
  readonly name: string;
  readonly maintenance: boolean;
  readonly dynos: readonly { readonly name: string; readonly state: string; readonly version: number }[];
  readonly formation: readonly { readonly type: string; readonly quantity: number; readonly size: string }[];
  /** Newest first. */
  readonly releases: readonly ReleaseShown[];
  readonly configNames: readonly string[];
}

export interface ReleaseShown {
  readonly version: number;
  readonly description: string;
  /** `pending`, `succeeded`, `failed`, `expired`. */
  readonly status: string;
  readonly current: boolean;
  readonly eligible: boolean;
  /** It looks eligible, and a rollback to it is refused. */
  readonly imageGone: boolean;
  readonly commit: string | null;
  /** Email. */
  readonly by: string;
  /** ISO 8601, of the story. */
  readonly at: string;
}

export interface RequestShown {
  readonly seq: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** Null: no answer, so far or for ever. */
  readonly status: number | null;
  readonly fate: string;
  readonly acted: boolean;
  readonly actor: string | null;
}

export interface ArmedShown {
  readonly id: number;
  /** Null: any. */
  readonly app: string | null;
  readonly words: string;
  /** Requests it will still spoil; null: until it is lifted. */
  readonly left: number | null;
}

/** What can be filled in, as it follows from a zod schema. */
export type FormPart =
  | { readonly kind: 'number'; readonly least: number | null; readonly nullable: boolean }
  | { readonly kind: 'text' }
  | { readonly kind: 'lines' }
  | { readonly kind: 'tick' }
  | { readonly kind: 'one-of'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'fields'; readonly fields: readonly FormField[] }
  /** An object told apart by its `kind`. */
  | { readonly kind: 'choice'; readonly options: readonly FormOption[] };

export interface FormField {
  readonly name: string;
  readonly optional: boolean;
  readonly part: FormPart;
}

export interface FormOption {
  readonly value: string;
  readonly fields: readonly FormField[];
}

export interface SpoilForm {
  readonly requests: readonly string[];
  readonly fate: FormPart;
  readonly modifier: FormPart;
  /** Emails of those who can release. */
  readonly people: readonly string[];
}
