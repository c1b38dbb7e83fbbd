/** What somebody was about to do, at the beginning of a sentence. */
import type { Action } from '../people.ts';

const ACTIONS = {
  'rollback.request': 'Asking for a rollback',
  'rollback.approve': 'Approving here',
  'rollback.reject': 'Rejecting here',
  'rollback.cancel': 'Cancelling here',
  'rollback.decide': 'Deciding this',
  'rollback.override': 'Overriding a block',
  'rollback.replace': 'Replacing a request',
  'rollback.second-look': 'Looking at it as the second person',
  'second-factor.enrol': 'Setting up a second factor',
  'second-factor.reset': 'Taking a second factor away',
  'rollback.re-pin': 'Working on this checklist',
  'rollback.status': 'Reading this',
  'rollback.answer': 'Answering this',
  'rollback.escalate': 'Escalating',
  'incident.open': 'Opening an incident',
  'incident.update': 'Changing an incident',
  'incident.read': 'Reading this',
  'incident.note': 'Adding a note',
  'incident.review': 'Writing the review',
  'incident.escalate': 'Calling everybody',
  'incident.close': 'Closing an incident',
  'public.publish': 'Publishing to customers',
  'deploy.lock': 'Locking deploys',
  'deploy.unlock': 'Unlocking deploys',
  'deploy.locks': 'Reading this',
  'drill.read': 'Reading the drill record',
} as const satisfies Record<Action, string>;

export function doing(action: Action): string {
  return ACTIONS[action];
}
