/** `paging` of the file: who wakes people, and the key that says which of its services is meant. */
import type { Environment } from './environment.ts';
import type { Outline } from './outline.ts';
import { missingVariable, type Problem, wrongVariable } from './problems.ts';

const KEY = /^[\w-]{16,64}$/;
const REMEDY = 'PagerDuty: the service, Integrations, Events API V2, Integration Key (32 letters and digits)';

/** The key named in the file must be there; outside rehearsal nobody may listen in on this machine. */
export function pagingProblems({ paging }: Outline, env: Environment): readonly Problem[] {
  if (paging === null) return [];
  const { env: name } = paging.routing_key;
  const value = env[name];
  return [
    ...(name !== '' && value === undefined ? [missingVariable(name, REMEDY)] : []),
    ...(value !== undefined && !KEY.test(value) ? [wrongVariable(name, 'does not look right', REMEDY)] : []),
    ...(env['NODE_ENV'] === 'production' && paging.url.startsWith('http:')
      ? [wrongVariable('NODE_ENV', 'is production, and paging.url is plain http', 'Write its https address')]
      : []),
  ];
}
