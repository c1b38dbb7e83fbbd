/** What went between Slack and the bot. */
export function SlackPanel() {
  return <h2>Slack</h2>;
}
