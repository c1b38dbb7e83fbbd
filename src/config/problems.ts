/** What is wrong with the configuration, and how it is told. Never holds a secret's value. */

export type Problem = VariableProblem | FileProblem;

interface VariableProblem {
  readonly in: 'environment';
  readonly variable: string;
  readonly kind: 'missing' | 'wrong';
  readonly what: string;
  readonly remedy: string;
}

interface FileProblem {
  readonly in: 'file';
  readonly file: string;
  /** From 1; null when the file as a whole is meant. */
  readonly line: number | null;
  readonly what: string;
  readonly remedy: string;
}

export function missingVariable(variable: string, remedy: string): Problem {
  return { in: 'environment', variable, kind: 'missing', what: 'is not set', remedy };
}

export function wrongVariable(variable: string, what: string, remedy: string): Problem {
  return { in: 'environment', variable, kind: 'wrong', what, remedy };
}

const FIRST_VARIABLES = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'HEROKU_API_KEY'] as const;

/** Three lines for somebody who started the bot without configuring anything; null when that is not the case. */
export function explainMissing(problems: readonly Problem[]): string | null {
  const names: string[] = [];
  for (const problem of problems) {
    if (problem.in !== 'environment' || problem.kind !== 'missing') return null;
    names.push(problem.variable);
  }
  // Somebody who has set one of these is configuring, and wants the whole list.
  if (!FIRST_VARIABLES.every((name) => names.includes(name))) return null;
  return [
    'Switchback has no Slack workspace and no Heroku account to work with yet.',
    `Missing: ${names.join(', ').replace('SLACK_SIGNING_SECRET', 'SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN)')}. What each is and where to get it: docs/configuration.md.`,
    'To see it work now, with no accounts at all: npm run rehearse',
  ].join('\n');
}

/** Every problem, one to a line, in the order a person would fix them. */
export function explainProblems(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return [`Switchback cannot start: ${count} in its configuration.`, ...problems.map(explain)].join('\n');
}

function explain(problem: Problem): string {
  const stop = problem.remedy.endsWith('?') ? '' : '.';
  return `- ${where(problem)} ${problem.what}. ${problem.remedy}${stop}`;
}

function where(problem: Problem): string {
  if (problem.in === 'environment') return problem.variable;
  return problem.line === null ? `${problem.file}:` : `${problem.file}:${problem.line}:`;
}
