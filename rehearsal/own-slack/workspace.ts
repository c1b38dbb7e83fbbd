/** The team's own workspace, entered: the tokens work, nobody else answers with them, and people are told. */
import { createLog } from '../../src/log.ts';
import { markedWeb } from '../../src/slack/rehearsal-mark.ts';
import { slackWeb } from '../../src/slack/web.ts';
import { REHEARSAL_OVER, rehearsalBegins } from '../../src/words/rehearsal.ts';
import { connectionsOf, identityOf } from './ask-slack.ts';
import { NotPossible } from './not-possible.ts';

export interface OwnSlack {
  readonly botToken: string;
  readonly appToken: string;
  /** Ends in a slash. */
  readonly apiUrl: string;
  /** Ids of the channels in which commands act. */
  readonly channels: readonly string[];
}

export interface Workspace {
  readonly name: string;
  /** The bot's handle, without the at sign. */
  readonly bot: string;
  /** Tells every channel what begins, and on which apps. Throws `NotPossible` for one that the bot may not post in. */
  begin(apps: readonly string[]): Promise<void>;
  /** Tells those that were told of the beginning; says nothing to the others, and never throws. */
  end(): Promise<void>;
}

/** Changes nothing yet. Throws `NotPossible`. */
export async function enterWorkspace({ botToken, appToken, apiUrl, channels }: OwnSlack): Promise<Workspace> {
  const { team, user } = await identityOf(apiUrl, botToken);
  const connections = await connectionsOf(apiUrl, appToken);
  // Ours is one of them. Slack gives each command to one connection of the app, whichever it likes.
  if (connections > 1)
    throw new NotPossible(
      `Another bot is connected with these tokens: a command typed in ${team} could go to either of us, and the other one may act on a real Heroku. Stop it, or use a Slack app of its own for rehearsals (docs/rehearsal.md). One that was just stopped takes Slack up to a minute to forget.`,
    );
  const log = createLog({ level: 'silent', secrets: [] });
  const web = markedWeb(slackWeb({ token: botToken, apiUrl, log }));
  const told = new Set<string>();

  return {
    name: team,
    bot: user,
    async begin(apps) {
      const text = rehearsalBegins(apps).source;
      for (const channel of channels) {
        const posted = await web.post({ channel, text });
        if (!posted.ok) {
          const why = posted.why === 'slack-error' ? posted.code : posted.why;
          throw new NotPossible(
            `I cannot post in ${channel}, an ops channel of your configuration (${why}). Invite the bot there: /invite @${user}`,
          );
        }
        told.add(channel);
      }
    },
    async end() {
      for (const channel of told) await web.post({ channel, text: REHEARSAL_OVER.source });
      told.clear();
    },
  };
}
