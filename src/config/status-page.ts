/** `status_page` of the file: where it is, and the secret that signs what is sent there. */
import type { Environment } from './environment.ts';
import type { Outline } from './outline.ts';
import { missingVariable, type Problem, wrongVariable } from './problems.ts';

const SECRET = /^[\x21-\x7e]{32,}$/;
const REMEDY =
  'At least 32 characters without blanks, the same that the status page checks: openssl rand -hex 32';

/** The secret named in the file must be there; outside rehearsal nobody may listen in on this machine. */
export function statusPageProblems({ status_page: page }: Outline, env: Environment): readonly Problem[] {
  if (page === null) return [];
  const { env: name } = page.secret;
  const value = env[name];
  return [
    ...(name !== '' && value === undefined
      ? [missingVariable(name, `It signs what goes to the status page. ${REMEDY}`)]
      : []),
    ...(value !== undefined && !SECRET.test(value)
      ? [wrongVariable(name, 'does not look right', REMEDY)]
      : []),
    ...(env['NODE_ENV'] === 'production' && page.url.startsWith('http:')
      ? [
          wrongVariable(
            'NODE_ENV',
            'is production, and status_page.url is plain http',
            'Write its https address',
          ),
        ]
      : []),
  ];
}
