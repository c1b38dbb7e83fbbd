/** `/ops totp`: set up, replace or take away a second factor. */

import { z } from 'zod';
import { COMMANDS, VIEWS } from '../ids.ts';
import type { Refusal } from '../outcome.ts';
import type { Answer, Command, FrontDesk, Submission } from '../ports.ts';
import { confirmEnrolment, replaceFactor, startEnrolment } from '../runbooks/second-factor/enrol.ts';
import { resetFactor } from '../runbooks/second-factor/reset.ts';
import type { World } from '../runbooks/world.ts';
import { opsHelp, unknownPart } from '../words/help.ts';
import { lines } from '../words/mrkdwn.ts';
import { refusalText } from '../words/refusals.ts';
import { onSince, takenAway, WHOSE } from '../words/second-factor.ts';
import { UNKNOWN_FORM } from '../words/transport.ts';
import { readMetadata } from './metadata.ts';
import { CODE, keyModal, oldCodeModal, startingModal } from './second-factor-modal.ts';
import { notice, refuseField, tell, tellRefusal } from './tell.ts';

const TITLE = 'Second factor';
const metadata = z.object({ no: z.number() });

export async function opsTotp(world: World, command: Command, rest: readonly string[]): Promise<Answer> {
  const [verb, ...whose] = rest;
  if (verb === 'reset' && whose.length > 0) {
    const reset = await resetFactor(world, command.slackId, whose.join(' '));
    return reset.ok ? tell(takenAway(reset.value.name)) : tellRefusal(reset.refusal);
  }
  if (verb === 'reset') return tell(lines(WHOSE, opsHelp()));
  if (verb === 'help') return tell(opsHelp());
  if (verb !== undefined) return tell(lines(unknownPart(COMMANDS.ops, `totp ${verb}`), opsHelp()));
  return openEnrolment(world, command.slackId);
}

/** Shows a key to add to an authenticator app, or asks for the old code first. */
export function openEnrolment(world: World, slackId: string): Answer {
  return {
    kind: 'open',
    view: startingModal(),
    fill: async (modal) => {
      const started = await startEnrolment(world, slackId);
      if (!started.ok) await modal.update(notice(TITLE, refusalText(started.refusal)));
      else
        await modal.update(started.value.kind === 'shown' ? keyModal(started.value.shown) : oldCodeModal());
    },
  };
}

export function totpSubmissions(world: World): FrontDesk['submissions'] {
  return {
    [VIEWS.enrol]: (submission) => confirm(world, submission),
    [VIEWS.oldCode]: async (submission) => {
      const shown = await replaceFactor(world, submission.slackId, typedCode(submission));
      return shown.ok ? { kind: 'replace', view: keyModal(shown.value) } : underCode(shown.refusal);
    },
  };
}

async function confirm(world: World, submission: Submission): Promise<Answer> {
  const read = readMetadata(metadata, submission);
  if (!read) return { kind: 'errors', errors: { [CODE.block]: UNKNOWN_FORM } };
  const confirmed = await confirmEnrolment(world, submission.slackId, read.no, typedCode(submission));
  if (!confirmed.ok) return underCode(confirmed.refusal);
  return {
    kind: 'replace',
    view: notice(TITLE, onSince(confirmed.value)),
  };
}

function typedCode(submission: Submission): string {
  return submission.values[CODE.block]?.[CODE.action] ?? '';
}

function underCode(refusal: Refusal): Answer {
  return refuseField(CODE.block, refusal);
}
