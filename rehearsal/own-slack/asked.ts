/** What the command line says of people's own Slack. */
import type { Environment } from '../../src/config/environment.ts';

interface Given {
  readonly heroku?: string | undefined;
  readonly config?: string | undefined;
  readonly 'slack-token'?: string | undefined;
  readonly 'slack-app-token'?: string | undefined;
  readonly play?: string | undefined;
}

export type Asked =
  | { readonly kind: 'no' }
  | { readonly kind: 'unclear'; readonly why: string }
  /** With what the command line says in place of the variables. */
  | { readonly kind: 'asked'; readonly environment: Environment };

const ONLY_SIMULATED =
  'A rehearsal never touches a real Heroku. For your own Slack over the simulated one, say so: --heroku simulated';

/** Tokens in the environment alone mean nothing: they may be there for the bot itself. */
export function ownSlackAsked(given: Given, environment: Environment): Asked {
  const said = ['heroku', 'config', 'slack-token', 'slack-app-token'] as const;
  if (said.every((name) => given[name] === undefined)) return { kind: 'no' };
  if (given.heroku !== 'simulated') return { kind: 'unclear', why: ONLY_SIMULATED };
  if (given.play !== undefined)
    return {
      kind: 'unclear',
      why: '--play plays the people too, and in your own Slack they are real: leave it out.',
    };
  return {
    kind: 'asked',
    environment: {
      ...environment,
      ...(given['slack-token'] === undefined ? {} : { SLACK_BOT_TOKEN: given['slack-token'] }),
      ...(given['slack-app-token'] === undefined ? {} : { SLACK_APP_TOKEN: given['slack-app-token'] }),
      ...(given.config === undefined ? {} : { SWITCHBACK_CONFIG: given.config }),
    },
  };
}
