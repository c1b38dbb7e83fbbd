/** A fault as a window sends it: checked, and refused in words where it could never do what it says. */
import type { z } from 'zod';
import {
  type Fault,
  faultSchema,
  type Modifier,
  REQUEST_NAMES,
  type RequestName,
} from '../../heroku/faults.ts';
import { findRelease, type World } from '../../heroku/world.ts';
import { NotThere } from '../not-there.ts';

/** Requests after which there can be a release. */
export const MAKE_RELEASES = [
  'rollback-post',
  'release-create',
  'config-patch',
] as const satisfies RequestName[];
/** Requests that belong to no app. */
const WITHOUT_APP: readonly RequestName[] = ['account-read', 'rate-limit-read', 'unknown'];
/** Nothing happens then, so there is no release to make something of. */
const NEVER_ACT: readonly string[] = [
  'reset-before-acting',
  'hang-before-acting',
  'rate-limited',
  'error-before-acting',
  'no-scope',
  'refused',
  'unauthorized',
];

/** Throws `NotThere` with what is wrong. */
export function readFault(world: World, given: unknown): Fault {
  const read = faultSchema.safeParse(given);
  if (!read.success) throw new NotThere(read.error.issues.map(inWords).join(' '));
  const fault = read.data;
  const wrong = wrongWith(world, fault);
  if (wrong !== null) throw new NotThere(wrong);
  return fault;
}

function inWords({ path, code, message }: z.core.$ZodIssue): string {
  const field = path.filter((part) => typeof part === 'string' && part !== 'modifiers').join(' ');
  if (code === 'too_small') return `${field}: that is too little.`;
  return code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union'
    ? `Fill in: ${field}.`
    : `${field}: ${message}.`;
}

function wrongWith(world: World, fault: Fault): string | null {
  const { app, fate, modifiers = [] } = fault;
  if (fate === undefined && modifiers.length === 0) return 'Choose what goes wrong with it.';
  if (app !== undefined && !world.apps.has(app)) return `There is no app ${app} here.`;
  const names = namesIn(fault);
  if (names.length === 0) return 'Choose a request.';
  if (app !== undefined && names.every((name) => WITHOUT_APP.includes(name)))
    return `${names.join(' and ')} is about no app: it would never be met.`;
  for (const modifier of modifiers) {
    const wrong = wrongModifier(world, fault, names, modifier);
    if (wrong !== null) return wrong;
  }
  return null;
}

function wrongModifier(
  world: World,
  { app, fate }: Fault,
  names: readonly RequestName[],
  modifier: Modifier,
): string | null {
  if (modifier.kind === 'slow')
    return fate !== undefined && SILENT.includes(fate.kind)
      ? `With ${fate.kind} there is no answer that could be slow.`
      : null;
  if (modifier.kind === 'foreign-release') return wrongRelease(world, app, names, modifier);
  if (!names.some((name) => MAKE_RELEASES.some((each) => each === name)))
    return `${modifier.kind} is about the release that a request makes, and ${names.join(' and ')} makes none.`;
  if (fate !== undefined && (NEVER_ACT.includes(fate.kind) || (fate.kind === 'html' && !fate.acts)))
    return `With ${fate.kind} there is no release that ${modifier.kind} could be about.`;
  return null;
}

const SILENT: readonly string[] = [
  'lost-after-acting',
  'reset-before-acting',
  'hang-before-acting',
  'hang-after-acting',
  'html',
  'late-landing',
];

function wrongRelease(
  world: World,
  app: string | undefined,
  names: readonly RequestName[],
  { by, what }: Extract<Modifier, { kind: 'foreign-release' }>,
): string | null {
  if (!world.people.some(({ email }) => email === by)) return `Nobody called ${by} works at this Heroku.`;
  if (names.every((name) => WITHOUT_APP.includes(name)))
    return `${names.join(' and ')} is about no app: there is nothing that somebody could release.`;
  if (what.kind !== 'rollback') return null;
  const apps = app === undefined ? [...world.apps.values()] : [world.apps.get(app)];
  const lacking = apps.find((each) => each !== undefined && findRelease(each, String(what.to)) === undefined);
  return lacking === undefined ? null : `${lacking.name} has no v${what.to} to roll back to.`;
}

function namesIn({ on }: Fault): readonly RequestName[] {
  if (on === 'any') return REQUEST_NAMES;
  return Array.isArray(on) ? on : [on];
}
