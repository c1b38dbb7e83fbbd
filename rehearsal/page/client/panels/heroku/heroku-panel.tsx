/** The simulated Heroku: one app at a time. */
export function HerokuPanel() {
  return <h2>Heroku</h2>;
}
