import type { Stage } from '../../stage.ts';

/** What the stand-ins of this stage were given to keep. */
export function secretsOf({ slack, heroku, github, statusPage, pager }: Stage): readonly string[] {
  return [
    slack.botToken,
    slack.appToken,
    slack.signingSecret,
    heroku.botToken,
    github.token,
    statusPage.secret,
    pager.routingKey,
  ];
}
