/** The app's shortcuts, one entry each; manifest.yml offers the same. */
import { SHORTCUTS } from '../ids.ts';
import type { Answer, FrontDesk, Shortcut } from '../ports.ts';
import type { World } from '../runbooks/world.ts';
import { plain } from '../words/mrkdwn.ts';
import { openAddMessage } from './add-message.ts';
import { LONGEST_SYMPTOM } from './ask-modal.ts';
import { openAppChoice } from './open-ask.ts';

export function shortcuts(world: World): FrontDesk['shortcuts'] {
  return {
    [SHORTCUTS.rollBack]: ({ slackId }) =>
      openAppChoice(world, { slackId, channel: world.settings.opsChannels[0], symptom: '' }),
    [SHORTCUTS.rollBackBecause]: (shortcut) => because(world, shortcut),
    [SHORTCUTS.addToTimeline]: (shortcut) => openAddMessage(world, shortcut),
  };
}

/** What somebody wrote becomes the symptom, to be changed before it is sent. */
async function because(world: World, { slackId, about }: Shortcut): Promise<Answer> {
  const channel = about?.channel ?? '';
  return openAppChoice(world, { slackId, channel, symptom: firstLine(about?.text ?? '') });
}

function firstLine(text: string): string {
  const shown = text.split(/[\r\n]+/).map((line) => plain(line, LONGEST_SYMPTOM));
  return shown.find((line) => line !== '') ?? '';
}
