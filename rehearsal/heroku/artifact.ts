/** Code as a deploy would bring it. */
import { namedId } from './ids.ts';
import type { App, Artifact, Behaviour } from './model.ts';
import { HEALTHY } from './model.ts';
import { CANNOT_START, PASSED } from './printed.ts';
import type { SeedApp, SeedDeploy } from './seed.ts';
import type { World } from './world.ts';

const COMMAND_MS = 12_000;

export interface NewCode extends SeedDeploy {
  readonly kind: SeedApp['kind'];
  readonly processTypes: Readonly<Record<string, string>>;
}

export function makeArtifact(id: string, code: NewCode, createdAt: Date): Artifact {
  const behaviour = code.behaviour ?? HEALTHY;
  return {
    id,
    kind: code.kind === 'container' ? 'oci-image' : 'slug',
    commit: fullCommit(code.commit),
    subject: code.subject,
    processTypes: code.processTypes,
    behaviour,
    releaseCommand: {
      outcome: 'succeeds',
      takesMs: code.commandMs ?? COMMAND_MS,
      output: code.prints ?? PASSED,
    },
    traceback: code.traceback ?? (behaviour === HEALTHY ? [] : CANNOT_START),
    createdAt,
  };
}

/** An image as Heroku's registry holds it once somebody has pushed it: known by its digest, nothing of commits. */
export function pushedImage(
  world: World,
  app: App,
  digest: string,
  behaviour: Behaviour = HEALTHY,
): Artifact {
  const processTypes = { web: app.formation.get('web')?.command ?? '' };
  const hex = digest.replace('sha256:', '');
  const code = {
    commit: hex,
    subject: 'Pushed by hand',
    behaviour,
    kind: 'container',
    processTypes,
  } as const;
  return makeArtifact(namedId(`image/${hex}`), code, world.timeline.now());
}

/** Forty hex digits that begin with the short ones. */
function fullCommit(short: string): string {
  return `${short}${namedId(`commit/${short}`).replaceAll('-', '')}${'0'.repeat(40)}`.slice(0, 40);
}
