/** The rules between keys. They read an outline that survives faults elsewhere, so that all problems show at once. */
import { z } from 'zod';
import type { Fault } from './yaml-faults.ts';

const APP = z.object({
  aliases: z.array(z.string()).catch([]),
  environment: z.string().catch(''),
  approval: z.string().catch(''),
  stack: z.string().catch(''),
  image: z.string().nullable().catch(null),
  solo_after: z.unknown().optional(),
  smoke: z
    .object({ headers: z.record(z.string(), z.object({ env: z.string() })).catch({}) })
    .catch({ headers: {} }),
});
const FREEZE = z.object({
  from: z.string().catch(''),
  until: z.string().catch(''),
  apps: z.array(z.string()).catch([]),
});
const PAGING = z.object({
  url: z.string().catch(''),
  routing_key: z.object({ env: z.string() }).catch({ env: '' }),
});
const STATUS_PAGE = z.object({
  url: z.string().catch(''),
  secret: z.object({ env: z.string() }).catch({ env: '' }),
});
const PERSON = z.object({ slack: z.array(z.string()).catch([]) });

const NO_APP = {
  aliases: [],
  environment: '',
  approval: '',
  solo_after: undefined,
  stack: '',
  image: null,
  smoke: { headers: {} },
};
const OUTLINE = z
  .object({
    apps: z.record(z.string(), APP.catch(NO_APP)).catch({}),
    people: z.record(z.string(), PERSON.catch({ slack: [] })).catch({}),
    status_page: STATUS_PAGE.nullable().catch(null),
    paging: PAGING.nullable().catch(null),
    freezes: z.array(FREEZE.catch({ from: '', until: '', apps: [] })).catch([]),
  })
  .catch({ apps: {}, people: {}, status_page: null, paging: null, freezes: [] });

export type Outline = z.infer<typeof OUTLINE>;

export function outlineOf(data: unknown): Outline {
  return OUTLINE.parse(data);
}

/** Every rule that one key alone cannot break. */
export function contradictions(outline: Outline): readonly Fault[] {
  return [
    ...sharedNames(outline),
    ...sharedAccounts(outline),
    ...unapproved(outline),
    ...imageless(outline),
    ...frozenNowhere(outline),
    ...frozenBackwards(outline),
    ...aloneTwice(outline),
  ];
}

function sharedNames({ apps }: Outline): readonly Fault[] {
  const taken = new Set(Object.keys(apps));
  return Object.entries(apps).flatMap(([name, { aliases }]) =>
    aliases.flatMap((alias, index) => {
      const free = !taken.has(alias);
      taken.add(alias);
      const path = ['apps', name, 'aliases', index];
      return free ? [] : [{ path, what: `"${alias}" already names an app`, remedy: 'Choose another alias' }];
    }),
  );
}

function sharedAccounts({ people }: Outline): readonly Fault[] {
  const taken = new Set<string>();
  return Object.entries(people).flatMap(([person, { slack }]) =>
    slack.flatMap((id, index) => {
      const free = !taken.has(id);
      taken.add(id);
      const path = ['people', person, 'slack', index];
      const remedy = 'One account belongs to one person, or the two-person rule means nothing';
      return free ? [] : [{ path, what: `"${id}" is listed twice`, remedy }];
    }),
  );
}

function aloneTwice({ apps }: Outline): readonly Fault[] {
  return Object.entries(apps)
    .filter(([, { approval, solo_after }]) => solo_after !== undefined && approval !== 'two-person')
    .map(([name]) => ({
      path: ['apps', name, 'solo_after'],
      what: 'solo_after belongs to two-person',
      remedy: 'Write approval: two-person, or leave solo_after out',
    }));
}

function unapproved({ apps }: Outline): readonly Fault[] {
  return Object.entries(apps)
    .filter(([, app]) => app.approval === 'none' && app.environment === 'production')
    .map(([name]) => ({
      path: ['apps', name, 'approval'],
      what: 'a production app cannot do without approval',
      remedy: 'Write two-person',
    }));
}

/** When Heroku has lost an image, people push it again from there (rollback.md, container apps). */
function imageless({ apps }: Outline): readonly Fault[] {
  return Object.entries(apps).flatMap(([name, { stack, image }]) => {
    if (stack === 'container' && image === null) {
      const remedy = 'Add image: where its images are kept, such as ghcr.io/owner/name';
      return [{ path: ['apps', name], what: 'a container app needs its image', remedy }];
    }
    if (stack !== 'slug' || image === null) return [];
    const path = ['apps', name, 'image'];
    return [{ path, what: 'a slug app has no image', remedy: 'Remove it, or write stack: container' }];
  });
}

function frozenNowhere({ apps, freezes }: Outline): readonly Fault[] {
  const known = new Set(Object.keys(apps));
  return freezes.flatMap((freeze, at) =>
    freeze.apps.flatMap((name, index) => {
      const path = ['freezes', at, 'apps', index];
      const remedy = 'Write the Heroku name of an app below apps';
      return known.has(name) ? [] : [{ path, what: `"${name}" is no app of this file`, remedy }];
    }),
  );
}

function frozenBackwards({ freezes }: Outline): readonly Fault[] {
  return freezes.flatMap(({ from, until }, at) => {
    const what = 'the freeze ends before it begins';
    const remedy = 'Write the later instant in until';
    return Date.parse(until) <= Date.parse(from) ? [{ path: ['freezes', at, 'until'], what, remedy }] : [];
  });
}
