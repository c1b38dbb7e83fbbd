/** The rules between keys. They read an outline that survives faults elsewhere, so that all problems show at once. */
import { z } from 'zod';
import type { Fault } from './yaml-faults.ts';

const APP = z.object({
  aliases: z.array(z.string()).catch([]),
  environment: z.string().catch(''),
  approval: z.string().catch(''),
  stack: z.string().catch(''),
  image: z.string().nullable().catch(null),
  smoke: z
    .object({ headers: z.record(z.string(), z.object({ env: z.string() })).catch({}) })
    .catch({ headers: {} }),
});
const PERSON = z.object({ slack: z.array(z.string()).catch([]) });

const NO_APP = { aliases: [], environment: '', approval: '', stack: '', image: null, smoke: { headers: {} } };
const OUTLINE = z
  .object({
    apps: z.record(z.string(), APP.catch(NO_APP)).catch({}),
    people: z.record(z.string(), PERSON.catch({ slack: [] })).catch({}),
  })
  .catch({ apps: {}, people: {} });

export type Outline = z.infer<typeof OUTLINE>;

export function outlineOf(data: unknown): Outline {
  return OUTLINE.parse(data);
}

/** Every rule that one key alone cannot break. */
export function contradictions(outline: Outline): readonly Fault[] {
  return [...sharedNames(outline), ...sharedAccounts(outline), ...unapproved(outline), ...imageless(outline)];
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
