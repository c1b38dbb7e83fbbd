/** How long things may take before people hear of it, or it ends; milliseconds. */

/** From decision to verified recovery (rollback.md). */
export const BUDGET_MS = 5 * 60_000;
/** When people hear that it is not over yet, after the send: silence would be worse than bad news. */
export const WORDS_AFTER_MS = [2, 5, 10, 20, 40].map((minutes) => minutes * 60_000);
/** Before this, after the send, nobody is asked to decide anything. */
export const WORD_BY_MS = 120_000;
/** What has just been released may need so long to come up, however long its command took. */
export const BOOT_MS = 60_000;
/** Judged only when the dynos have had this long to show what they run. */
export const SETTLE_MS = 10_000;
/** With preboot, Heroku lets the old dynos serve for three minutes after a release. */
export const CHANGE_OVER_MS = 200_000;
/** `needs_human` closes itself, loudly, after this long. */
export const PATIENCE_MS = 60 * 60_000;
/** Heroku ends a release command after its hour: until then it is waited for. */
export const COMMAND_PATIENCE_MS = PATIENCE_MS + 5 * 60_000;
