/** What `GET /locks/:app` says when it has no answer: read in a CI log, so it says what to do. */
export const LOCKS_UNSET =
  'SWITCHBACK_HTTP_TOKEN is not set here, so nobody can ask. Set it to a random string of at least 32 characters.';
export const LOCKS_UNAUTHORIZED =
  'The bearer token is missing or wrong. Send SWITCHBACK_HTTP_TOKEN: Authorization: Bearer …';
export const LOCKS_BAD_COMMIT = 'commit must be 7 to 40 of the characters 0-9 and a-f; best the whole SHA.';
export const LOCKS_UNREACHABLE = 'The database does not answer: take the app for locked, and ask again.';
export const unknownApp = (known: readonly string[]): string => `Unknown app. I know: ${known.join(', ')}.`;
