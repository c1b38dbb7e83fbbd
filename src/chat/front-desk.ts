/** Everything people can type or tap, and who answers it. */
import { COMMANDS } from '../ids.ts';
import type { FrontDesk } from '../ports.ts';
import type { World } from '../runbooks/world.ts';
import { actionSubmissions, actionTaps } from './action-items.ts';
import { addMessageSubmissions, pinTaps, reacted } from './add-message.ts';
import { askSearches } from './ask-form.ts';
import { auditedDesk } from './audited-desk.ts';
import { closeSubmissions, closeTaps } from './close-incident.ts';
import { drillCommand } from './drill-command.ts';
import { home, homeTaps } from './home-view.ts';
import { incidentCommand } from './incident-command.ts';
import { escalateSubmissions, escalateTaps } from './incident-escalate.ts';
import { listTaps } from './incident-list.ts';
import { noteSubmissions, noteTaps } from './incident-note.ts';
import { openSubmissions } from './incident-open.ts';
import { writeSubmissions } from './incident-public.ts';
import { templateSubmissions, templateTaps } from './incident-templates.ts';
import { updateSubmissions, updateTaps } from './incident-update.ts';
import { askTaps } from './open-ask.ts';
import { opsCommand } from './ops-command.ts';
import { totpSubmissions } from './ops-totp.ts';
import { outcomeSubmissions, outcomeTaps } from './outcome-taps.ts';
import { publicSubmissions, publicTaps } from './public-taps.ts';
import { rcaSubmissions, rcaTaps } from './rca.ts';
import { rePinSubmissions, rePinTaps } from './re-pin.ts';
import { rollbackCommand } from './rollback-command.ts';
import { rollbackSubmissions } from './rollback-submissions.ts';
import { rollbackTaps } from './rollback-taps.ts';
import { secondLookSubmissions, secondLookTaps } from './second-look.ts';
import { shortcuts } from './shortcuts.ts';
import { timelineTaps } from './timeline-view.ts';
import { unlockSubmissions, unlockTaps } from './unlock-modal.ts';

export function openFrontDesk(world: World): FrontDesk {
  return auditedDesk(world, {
    commands: {
      [COMMANDS.rollback]: rollbackCommand(world),
      [COMMANDS.incident]: incidentCommand(world),
      [COMMANDS.drill]: drillCommand(world),
      [COMMANDS.ops]: opsCommand(world),
    },
    taps: {
      ...updateTaps(world),
      ...listTaps(world),
      ...rollbackTaps(world),
      ...outcomeTaps(world),
      ...askTaps(world),
      ...rePinTaps(world),
      ...publicTaps(world),
      ...templateTaps(world),
      ...closeTaps(world),
      ...actionTaps(world),
      ...rcaTaps(world),
      ...unlockTaps(world),
      ...secondLookTaps(world),
      ...homeTaps(world),
      ...escalateTaps(world),
      ...noteTaps(world),
      ...pinTaps(world),
      ...timelineTaps(world),
    },
    submissions: {
      ...openSubmissions(world),
      ...updateSubmissions(world),
      ...rollbackSubmissions(world),
      ...outcomeSubmissions(world),
      ...closeSubmissions(world),
      ...actionSubmissions(world),
      ...publicSubmissions(world),
      ...writeSubmissions(world),
      ...templateSubmissions(world),
      ...rcaSubmissions(world),
      ...rePinSubmissions(world),
      ...unlockSubmissions(world),
      ...totpSubmissions(world),
      ...escalateSubmissions(world),
      ...noteSubmissions(world),
      ...addMessageSubmissions(world),
      ...secondLookSubmissions(world),
    },
    shortcuts: shortcuts(world),
    reacted: (reaction) => reacted(world, reaction),
    searches: askSearches(world),
    home: home(world),
  });
}
