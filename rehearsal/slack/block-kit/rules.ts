/** Small combinators for "what Slack accepts", speaking Slack's own words when it does not. */

export interface Problem {
  /** As Slack puts it: "must be less than 25 characters". */
  readonly message: string;
  /** Which field, as a JSON pointer: "/view/title/text". */
  readonly pointer: string;
}

export type Rule = (value: unknown, pointer: string) => readonly Problem[];

export function problem(message: string, pointer: string): readonly Problem[] {
  return [{ message, pointer }];
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lengths are counted in code points, as text is entered (entities such as `&amp;` count in full). */
export function text(limits: { readonly min?: number; readonly max?: number }): Rule {
  return (value, pointer) => {
    if (typeof value !== 'string') return problem('must provide a string', pointer);
    const length = [...value].length;
    const { min = 0, max = Number.POSITIVE_INFINITY } = limits;
    if (length < min) return problem(`must be more than ${min - 1} characters`, pointer);
    if (length > max) return problem(`must be less than ${max + 1} characters`, pointer);
    return [];
  };
}

export const flag: Rule = (value, pointer) =>
  typeof value === 'boolean' ? [] : problem('must provide a boolean', pointer);

export function integer(min: number, max: number): Rule {
  return (value, pointer) => {
    if (!Number.isInteger(value)) return problem('must provide an integer', pointer);
    const inside = typeof value === 'number' && value >= min && value <= max;
    return inside ? [] : problem(`must be between ${min} and ${max}`, pointer);
  };
}

export function oneOf(allowed: readonly string[]): Rule {
  return (value, pointer) =>
    typeof value === 'string' && allowed.includes(value)
      ? []
      : problem(`must be a valid enum value: ${allowed.join(', ')}`, pointer);
}

/** `wanted` in Slack's words. */
export function pattern(shape: RegExp, wanted: string): Rule {
  return (value, pointer) => (typeof value === 'string' && shape.test(value) ? [] : problem(wanted, pointer));
}

export function list(item: Rule, limits: { readonly min: number; readonly max: number }): Rule {
  return (value, pointer) => {
    if (!Array.isArray(value)) return problem('must provide an array', pointer);
    if (value.length > limits.max) return problem(`no more than ${limits.max} items allowed`, pointer);
    if (value.length < limits.min) return problem(`must provide at least ${limits.min} items`, pointer);
    return value.flatMap((each: unknown, index) => item(each, `${pointer}/${index}`));
  };
}

export interface Shape {
  readonly required: Readonly<Record<string, Rule>>;
  readonly optional?: Readonly<Record<string, Rule>>;
  /** What single fields cannot say: "either text or fields". */
  readonly also?: (value: Readonly<Record<string, unknown>>, pointer: string) => readonly Problem[];
}

/** `type` is always allowed: `byType` has already looked at it. Anything not listed is refused, as Slack does. */
export function object({ required, optional = {}, also }: Shape): Rule {
  const rules: Readonly<Record<string, Rule>> = { ...required, ...optional };
  return (value, pointer) => {
    if (!isRecord(value)) return problem('must provide an object', pointer);
    const present = Object.keys(value).filter((key) => value[key] !== undefined);
    const found = [
      ...Object.keys(required)
        .filter((key) => !present.includes(key))
        .flatMap((key) => problem(`missing required field: ${key}`, pointer)),
      ...present
        .filter((key) => key !== 'type' && rules[key] === undefined)
        .flatMap((key) => problem(`invalid additional property: ${key}`, pointer)),
      ...present.flatMap((key) => rules[key]?.(value[key], `${pointer}/${key}`) ?? []),
    ];
    return found.length > 0 ? found : (also?.(value, pointer) ?? []);
  };
}

/** One rule for each type that is offered, `null` for each that is not. */
export type RulesFor<All extends string, Offered extends string> = {
  readonly [T in All]: T extends Offered ? Rule : null;
};

/** `null` stands for a type that Slack knows and this workspace does not offer yet: add it when the bot uses it. */
export function byType(rules: Readonly<Record<string, Rule | null>>): Rule {
  return (value, pointer) => {
    if (!isRecord(value)) return problem('must provide an object', pointer);
    if (value['type'] === undefined) return problem('missing required field: type', pointer);
    const rule = Object.hasOwn(rules, String(value['type'])) ? rules[String(value['type'])] : undefined;
    if (rule === undefined || rule === null) {
      return problem(`unsupported type: ${String(value['type'])}`, `${pointer}/type`);
    }
    return rule(value, pointer);
  };
}
