/** The shape of config/switchback.yaml. Every message is the remedy for its key; rules between keys: outline.ts. */
import { z } from 'zod';
import { duration, isSafeUrl } from './shapes.ts';

/** An object that knows its keys and refuses others; its message is the list of them, for `yaml-faults.ts`. */
function keys<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, { error: Object.keys(shape).join(', ') });
}

function text(pattern: RegExp, remedy: string) {
  return z.string({ error: remedy }).regex(pattern, remedy);
}

function list<Item extends z.ZodType>(item: Item, remedy: string) {
  return z.array(item, { error: remedy });
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `Write one of: ${values.join(', ')}` });
}

function table<Key extends z.core.$ZodRecordKey, Value extends z.ZodType>(
  key: Key,
  value: Value,
  remedy: string,
) {
  return z.record(key, value, { error: remedy });
}

const HEROKU_APP = 'Write a Heroku app name: lower-case letters, digits and dashes';
const appName = text(/^[a-z][a-z0-9-]{1,28}[a-z0-9]$/, HEROKU_APP);
const alias = text(/^[a-z][a-z0-9-]{0,29}$/, 'Write lower-case letters, digits and dashes, letter first');
const channelId = text(
  /^[CG][A-Z0-9]{8,}$/,
  'Write a channel id such as C0123456789 (in Slack: channel name, About, at the bottom)',
);
const userId = text(
  /^[UW][A-Z0-9]{8,}$/,
  'Write a member id such as U0123456789 (in Slack: profile, three dots, Copy member ID)',
);
const groupId = text(/^S[A-Z0-9]{8,}$/, 'Write a user group id such as S0123456789');
const personId = text(/^[A-Za-z][\w.-]{0,39}$/, 'Write a name of letters, digits, dots and dashes');
const role = oneOf(['superadmin', 'ops', 'support', 'readonly']);

// The prefix keeps the file from sending HEROKU_API_KEY to a web address.
const headerSource = keys({
  env: text(/^SMOKE_[A-Z0-9_]+$/, 'Name an environment variable that begins with SMOKE_'),
});
const headerName = text(/^[A-Za-z][A-Za-z0-9-]*$/, 'Write an HTTP header name');
const SMOKE_URL = 'Write the https address people use, never one with a password in it';

/** A registry's host and a path in it, as `docker pull` takes them; it is written into commands that people paste. */
const IMAGE =
  /^(?=.{1,200}$)[a-z0-9]+(?:[.-][a-z0-9]+)*\.[a-z0-9]+(?::\d{1,5})?(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)+$/;

const app = keys({
  aliases: list(alias, 'Write a list of short names').default([]),
  environment: oneOf(['production', 'staging']),
  stack: oneOf(['slug', 'container']),
  image: text(IMAGE, 'Write where its images are kept, without a tag: ghcr.io/owner/name').optional(),
  approval: oneOf(['two-person', 'solo', 'none']),
  solo_after: duration.optional(),
  surface: text(/^.{1,60}$/, 'Write what customers call it, in at most 60 characters'),
  smoke: keys({
    url: z.string({ error: SMOKE_URL }).refine(isSafeUrl, SMOKE_URL),
    headers: table(headerName, headerSource, 'Write header names, each with env: SMOKE_…').default({}),
  }),
  guarded_vars: list(
    text(/^[A-Z0-9_*]+$/, 'Write a config var name, or a pattern such as *_TOKEN'),
    'Write a list of config var names or patterns such as *_TOKEN',
  ),
  repository: text(/^[\w.-]+\/[\w.-]+$/, 'Write owner/name as on GitHub'),
  migration_paths: list(
    text(/^[^/\s][^\s]*$/, 'Write a path inside the repository, without a slash in front'),
    'Write a list of paths inside the repository',
  ),
});

const INSTANT = 'Write an instant in UTC such as 2026-12-19T08:00:00Z';
const instant = z
  .string({ error: INSTANT })
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/, INSTANT)
  .refine((text) => !Number.isNaN(Date.parse(text)), INSTANT)
  .transform((text) => new Date(text));

const freeze = keys({
  from: instant,
  until: instant,
  reason: text(/^.{1,100}$/, 'Write why, in at most 100 characters'),
  tell: text(/^.{1,60}$/, 'Write whom to tell of what is done all the same'),
  apps: list(appName, 'Write a list of app names, or leave it out for every app').optional(),
});

const TIME_OF_DAY = 'Write a time of day in UTC such as "08:00", in quotes';
/** To minutes after 00:00 UTC. */
const timeOfDay = text(/^([01]\d|2[0-3]):[0-5]\d$/, TIME_OF_DAY).transform(
  (at) => Number(at.slice(0, 2)) * 60 + Number(at.slice(3)),
);

const requests = z.int({ error: 'Write a whole number from 500 to 100000' });

const STATUS_PAGE_URL = 'Write the https address its receiver listens at, never one with a password in it';
const statusPage = keys({
  url: z.string({ error: STATUS_PAGE_URL }).refine(isSafeUrl, STATUS_PAGE_URL),
  secret: keys({
    env: text(/^STATUS_PAGE_[A-Z0-9_]+$/, 'Name an environment variable that begins with STATUS_PAGE_'),
  }),
});

const PUBLIC_URL = 'Write the https address this bot is reached at, such as https://switchback.example';

const PAGING_URL = 'Write the https address events are sent to, never one with a password in it';
const paging = keys({
  url: z
    .string({ error: PAGING_URL })
    .refine(isSafeUrl, PAGING_URL)
    .default('https://events.pagerduty.com/v2/enqueue'),
  routing_key: keys({
    env: text(/^PAGING_[A-Z0-9_]+$/, 'Name an environment variable that begins with PAGING_'),
  }),
});

export const SWITCHBACK = keys({
  launch_phase: oneOf(['pre-launch', 'live']),
  own_app: appName,
  public_url: z.string({ error: PUBLIC_URL }).refine(isSafeUrl, PUBLIC_URL).optional(),
  approval_expires: duration.default(15 * 60_000),
  hold: duration.default(30_000),
  heroku_requests_per_hour: requests
    .min(500, 'Write at least 500: a rollback alone takes up to 100')
    .max(100_000, 'Write at most 100000')
    .default(1200),
  incidents: keys({ review_after: duration.default(3 * 24 * 60 * 60_000) }).prefault({}),
  channels: keys({
    ops: list(channelId, 'Write a list of channel ids').min(1, 'Name at least one channel'),
    record: channelId,
    status: channelId.optional(),
    fallback: channelId.optional(),
  }),
  status_page: statusPage.optional(),
  paging: paging.optional(),
  people: table(
    personId,
    keys({
      slack: list(userId, 'Write a list of member ids').min(1, 'Name at least one Slack account'),
      role,
      agent: z.boolean({ error: 'Write true or false' }).default(false),
    }),
    'Write people by name, each with slack and role',
  ),
  user_groups: table(groupId, role, 'Write user group ids, each with a role').default({}),
  digest: keys({ time: timeOfDay.default(480), channel: channelId.optional() }).default({ time: 480 }),
  freezes: list(freeze, 'Write a list of freezes, each with from, until, reason and tell').default([]),
  comms_templates: text(/^.{1,500}$/, 'Write the path of the file with the templates').optional(),
  feature_flags: text(/^.{1,500}$/, 'Write the path of the file with the declared flags').optional(),
  apps: table(appName, app, 'Write apps by their Heroku name').refine(
    (apps) => Object.keys(apps).length > 0,
    'Name at least one app',
  ),
});

export type Switchback = z.infer<typeof SWITCHBACK>;
