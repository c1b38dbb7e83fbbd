/** What is wrong with a number where only certain numbers go: shared by the checker and by the form itself. */
import { type Problem, problem } from './rules.ts';

export interface NumberRange {
  readonly is_decimal_allowed: boolean;
  readonly min_value?: string;
  readonly max_value?: string;
}

/** Null when it fits; else what Slack asks for instead. */
export function numberComplaint(typed: string, range: NumberRange): string | null {
  if (!/^-?\d+(\.\d+)?$/.test(typed)) return 'Please enter a valid number.';
  const { is_decimal_allowed: decimals, min_value: min, max_value: max } = range;
  if (!decimals && typed.includes('.')) return 'Please enter a whole number.';
  if (min !== undefined && Number(typed) < Number(min)) return `Please enter ${min} or more.`;
  return max !== undefined && Number(typed) > Number(max) ? `Please enter ${max} or less.` : null;
}

/** Slack wants an ordered range, and the initial value inside of it. */
export function initialInRange(
  element: Readonly<Record<string, unknown>>,
  pointer: string,
): readonly Problem[] {
  // The single fields have been looked at by now.
  const range = element as unknown as NumberRange & { readonly initial_value?: string };
  const { min_value: min, max_value: max, initial_value: initial } = range;
  if (min !== undefined && max !== undefined && Number(min) > Number(max))
    return problem('`min_value` cannot be greater than `max_value`', pointer);
  const fits = initial === undefined || numberComplaint(initial, range) === null;
  return fits ? [] : problem('`initial_value` must be a number the field takes', pointer);
}
