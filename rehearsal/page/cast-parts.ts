/** Who can be played, by handle, and what they are to the bot: shown where a window chooses. */
export const CAST_PARTS: Readonly<Record<string, string>> = {
  ana: 'on call, ops',
  bo: 'second operator',
  kim: 'operator',
  kristerpher: 'superadmin',
  sue: 'support',
  gus: 'guest',
  otto: 'another company',
  'raxx-dev-bot': 'agent',
};
