/** Beside the workspace: the story, the simulated Heroku, what went between the bot and Slack. */
export function Workshop() {
  return <aside className="workshop" aria-label="Workshop" />;
}
