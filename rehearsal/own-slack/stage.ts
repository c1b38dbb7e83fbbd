/** The real bot in people's own Slack, over the simulated Heroku: what is practised there touches nothing real. */
import { botHere, type RunningBot } from '../bots.ts';
import { type Grounds, openGrounds } from '../grounds.ts';
import type { Team } from './team.ts';
import { enterWorkspace, type Workspace } from './workspace.ts';

export interface OwnSlackStage extends Grounds {
  /** There is no simulated workspace. */
  readonly slack: null;
  readonly workspace: Pick<Workspace, 'name' | 'bot'>;
  stop(): Promise<void>;
}

export interface OwnSlackOptions {
  readonly team: Team;
  readonly rate: number;
  readonly logLevel: string;
  /** A server to make the database on, instead of the embedded one. */
  readonly serverUrl?: string;
}

/** Says in the team's channels that a rehearsal begins, and on `stop` that it is over. Throws `NotPossible`. */
export async function openOwnSlackStage(options: OwnSlackOptions): Promise<OwnSlackStage> {
  const { team, rate, logLevel, serverUrl } = options;
  const workspace = await enterWorkspace(team.slack);
  const { leave, databaseUrl, ...grounds } = await openGrounds({
    rate,
    seed: team.seed,
    repositories: team.repositories,
    ...(serverUrl === undefined ? {} : { serverUrl }),
  });
  let bot: RunningBot;
  try {
    await workspace.begin(team.apps);
    bot = await botHere(team.setUp(grounds, { databaseUrl, logLevel }), databaseUrl, { marked: true });
  } catch (error) {
    await workspace.end();
    await leave();
    throw error;
  }
  return {
    ...grounds,
    slack: null,
    workspace,
    async stop() {
      await bot.stop();
      await workspace.end();
      await leave();
    },
  };
}
