import { aloneAtNight } from './alone-at-night.ts';
import { badMigration } from './bad-migration.ts';
import { botKilled } from './bot-killed.ts';
import { channelArchived } from './channel-archived.ts';
import { codeOnly } from './code-only.ts';
import { colleagueReleases } from './colleague-releases.ts';
import { crashLoop } from './crash-loop.ts';
import { firstRollback } from './first-rollback.ts';
import { herokuLimitsUs } from './heroku-limits-us.ts';
import { herokuSaysNothing } from './heroku-says-nothing.ts';
import { imageGone } from './image-gone.ts';
import { landedOver } from './landed-over.ts';
import { neverConfirmed } from './never-confirmed.ts';
import { originGuard } from './origin-guard.ts';
import { pastMidnight } from './past-midnight.ts';
import { promiseRunningOut } from './promise-running-out.ts';
import { releaseCommandFailed } from './release-command-failed.ts';
import { releaseCommandFailedHealthy } from './release-command-failed-healthy.ts';
import type { Scenario } from './scenario.ts';
import { slackDown } from './slack-down.ts';
import { stillBroken } from './still-broken.ts';
import { targetExpired } from './target-expired.ts';
import { twoThatAreOne } from './two-that-are-one.ts';
import { wrongApprover } from './wrong-approver.ts';

export const SCENARIOS: readonly Scenario[] = [
  firstRollback,
  crashLoop,
  releaseCommandFailed,
  releaseCommandFailedHealthy,
  badMigration,
  targetExpired,
  originGuard,
  stillBroken,
  codeOnly,
  imageGone,
  colleagueReleases,
  landedOver,
  herokuSaysNothing,
  neverConfirmed,
  herokuLimitsUs,
  slackDown,
  channelArchived,
  botKilled,
  wrongApprover,
  aloneAtNight,
  promiseRunningOut,
  pastMidnight,
  twoThatAreOne,
];
