/** What a page may have to show: a stage with the simulated workspace, or the grounds alone beside people's own Slack. */
import type { OwnSlackStage } from '../own-slack/stage.ts';
import type { Stage } from '../stage.ts';
import type { Theatre } from '../theatre.ts';

/** `slack` is null where the workspace is people's own. */
export type ShownStage = Stage | OwnSlackStage;
export type ShownTheatre = Theatre<ShownStage>;
