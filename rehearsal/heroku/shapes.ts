/** The API's answers, held to Heroku's published schema by test/rehearsal/heroku/schema.test.ts. */
import { namedId } from './ids.ts';
import type { App, Artifact, Dyno, Person, ProcessType, Release } from './model.ts';
import { eligibleForRollback, statusOf } from './releases.ts';
import { currentRelease } from './world.ts';

/** `version=3`, or `version=3.sdk` as the CLI asks. */
export type Variant = '3' | '3.sdk';

const MEGABYTE = 1_048_576;

export function releaseShape(app: App, release: Release, variant: Variant, now: Date, url: string) {
  const { artifact } = release;
  const image = artifact?.kind === 'oci-image' ? { id: artifact.id } : null;
  return {
    id: release.id,
    version: release.version,
    description: release.description,
    status: statusOf(app, release, now),
    current: release.version === app.currentVersion,
    eligible_for_rollback: eligibleForRollback(app, release, now),
    slug: artifact?.kind === 'slug' ? { id: artifact.id } : null,
    artifacts: artifact === null ? [] : [{ type: artifact.kind, id: artifact.id }],
    ...(variant === '3.sdk' ? { oci_image: image } : {}),
    output_stream_url: release.command === null ? null : `${url}/streams/${release.command.streamToken}`,
    addon_plan_names: app.addons.map(({ plan }) => plan),
    app: identity(app),
    user: userIdentity(release.user),
    created_at: stamp(release.createdAt),
    updated_at: stamp(release.updatedAt),
  };
}

export function dynoShape(app: App, dyno: Dyno) {
  return {
    id: dyno.id,
    name: dyno.name,
    type: dyno.type,
    state: dyno.state,
    size: dyno.size,
    command: dyno.command,
    release: { id: dyno.release.id, version: dyno.release.version },
    app: identity(app),
    attach_url: null,
    created_at: stamp(dyno.createdAt),
    updated_at: stamp(dyno.updatedAt),
  };
}

export function processShape(app: App, process: ProcessType) {
  return {
    id: process.id,
    type: process.type,
    quantity: process.quantity,
    size: process.size,
    command: process.command,
    dyno_size: { id: namedId(`dyno-size/${process.size}`), name: process.size },
    app: identity(app),
    created_at: stamp(process.createdAt),
    updated_at: stamp(process.updatedAt),
  };
}

export function appShape(app: App, variant: Variant) {
  const current = currentRelease(app);
  const slug = current.artifact?.kind === 'slug';
  const stack = { id: namedId(`stack/${app.stack}`), name: app.stack };
  return {
    id: app.id,
    name: app.name,
    acm: false,
    archived_at: null,
    buildpack_provided_description: slug ? 'Python' : null,
    build_stack: stack,
    stack,
    generation: variant === '3.sdk' ? 'cedar' : { id: namedId('generation/cedar'), name: 'cedar' },
    git_url: `https://git.heroku.com/${app.name}.git`,
    web_url: `https://${app.name}.herokuapp.com/`,
    internal_routing: null,
    maintenance: app.maintenance,
    organization: null,
    team: null,
    space: null,
    owner: userIdentity(app.owner),
    region: { id: namedId('region/us'), name: 'us' },
    repo_size: slug ? 12 * MEGABYTE : null,
    slug_size: slug ? 84 * MEGABYTE : null,
    released_at: stamp(current.createdAt),
    created_at: stamp(app.createdAt),
    updated_at: stamp(app.updatedAt),
  };
}

export function slugShape(artifact: Artifact, stackName: string, url: string) {
  return {
    id: artifact.id,
    blob: { method: 'get', url: `${url}/slug-blobs/${artifact.id}` },
    buildpack_provided_description: 'Python',
    checksum: null,
    commit: artifact.commit,
    commit_description: artifact.subject,
    process_types: artifact.processTypes,
    size: 84 * MEGABYTE,
    stack: { id: namedId(`stack/${stackName}`), name: stackName },
    created_at: stamp(artifact.createdAt),
    updated_at: stamp(artifact.createdAt),
    deleted_at: null,
  };
}

export function accountShape(person: Person, now: Date) {
  const created = '2025-01-07T10:00:00Z';
  return {
    id: person.id,
    email: person.email,
    name: person.name,
    allow_tracking: false,
    beta: false,
    country_of_residence: null,
    created_at: created,
    updated_at: created,
    last_login: stamp(now),
    federated: false,
    identity_provider: null,
    sms_number: null,
    suspended_at: null,
    delinquent_at: null,
    two_factor_authentication: true,
    verified: true,
    default_organization: null,
    default_team: null,
  };
}

export function logSessionShape(id: string, logplexUrl: string, now: Date) {
  return { id, logplex_url: logplexUrl, created_at: stamp(now), updated_at: stamp(now) };
}

export function collaboratorShape(app: App, person: Person) {
  return {
    id: namedId(`collaborator/${app.name}/${person.email}`),
    app: identity(app),
    user: { email: person.email, federated: false, id: person.id },
    created_at: stamp(app.createdAt),
    updated_at: stamp(app.createdAt),
  };
}

export function couplingShape(app: App) {
  const name = app.name.replace(/-(prod|staging)$/, '');
  return {
    id: namedId(`coupling/${app.name}`),
    app: { id: app.id },
    pipeline: { id: namedId(`pipeline/${name}`), name },
    stage: app.stage,
    created_at: stamp(app.createdAt),
    updated_at: stamp(app.createdAt),
  };
}

/** Heroku writes whole seconds. */
export function stamp(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export function identity(app: App): { id: string; name: string } {
  return { id: app.id, name: app.name };
}

export function userIdentity(person: Person): { id: string; email: string } {
  return { id: person.id, email: person.email };
}
