/** Every id that Slack sends back to us, in one table. */

export const COMMANDS = {
  rollback: '/rollback',
  incident: '/incident',
  drill: '/drill',
  ops: '/ops',
} as const;

/** The key of an incident's headline, whose thread holds everything else. */
export const INCIDENT_KEY = (id: string): string => `incident/${id}`;

/** Shortcuts people choose: from anywhere, or from the menu of a message. manifest.yml offers the same. */
export const SHORTCUTS = {
  rollBack: 'rollback.an-app',
  rollBackBecause: 'rollback.because-of-this',
  addToTimeline: 'timeline.add-message',
} as const;

/** What Slack tells us of unasked; manifest.yml subscribes to the same. */
export const EVENTS = { homeOpened: 'app_home_opened', reacted: 'reaction_added' } as const;

export const TAPS = {
  review: 'rollback.review',
  reject: 'rollback.reject',
  cancel: 'rollback.cancel',
  renew: 'rollback.renew',
  sendOnceMore: 'rollback.send-once-more',
  close: 'rollback.close',
  rePinTag: 're-pin.tag',
  rePinWrong: 're-pin.wrong',
  rePinRelease: 're-pin.which-release',
  olderRelease: 'rollback.older-release',
  stop: 'rollback.stop',
  escalate: 'rollback.escalate',
  symptomGone: 'rollback.symptom-gone',
  stillBroken: 'rollback.still-broken',
  note: 'rollback.note',
  undo: 'rollback.undo',
  codeOnlyInstead: 'rollback.code-only-instead',
  approveAlone: 'rollback.approve-alone',
  looksRight: 'second-look.right',
  somethingWrong: 'second-look.wrong',
  /** On posts of earlier builds: its value is an operation's id. */
  closeIncident: 'incident.close',
  // These carry the incident's id.
  closeThisIncident: 'incident.close-it',
  incidentUpdate: 'incident.update',
  incidentNote: 'incident.note',
  incidentTimeline: 'incident.timeline',
  /** Its value is an incident's short id and the message: `in-7f3ak2mn C0OPS 1750471200.000100`. */
  pinIn: 'timeline.pin-in',
  /** Its value is the number of a timeline's line, as of the next two. */
  correctLine: 'timeline.correct',
  timelineOlder: 'timeline.older',
  timelineNewer: 'timeline.newer',
  timelineNewest: 'timeline.newest',
  timelineExport: 'timeline.export',
  incidentEscalate: 'incident.escalate',
  nudgeRollBack: 'incident.roll-back',
  incidentMore: 'incident.list-more',
  addAction: 'incident.add-action',
  writeRca: 'incident.write-rca',
  /** Its value is an incident's id and an action item's number: `ID/3`. */
  actionDone: 'incident.action-done',
  chooseApp: 'rollback.app',
  chooseTarget: 'rollback.target',
  chooseKind: 'rollback.kind',
  sayDamage: 'rollback.damage',
  lookAgain: 'rollback.look-again',
  publishInvestigating: 'public.publish-investigating',
  publishRolledBack: 'public.publish-rolled-back',
  publishRecovered: 'public.publish-recovered',
  publish: 'public.publish',
  editPublic: 'public.edit',
  snoozePromise: 'public.snooze',
  useTemplate: 'incident.use-template',
  claimNoAccountData: 'public.claim-no-account-data',
  unlock: 'deploys.unlock',
  homeRollBack: 'home.roll-back',
  homeLookAgain: 'home.look-again',
  setUpFactor: 'second-factor.set-up',
} as const;

/** One for each step of the checklist: an action id is unique within a message. */
export const RE_PIN_TICKS = {
  find: 're-pin.find',
  pull: 're-pin.pull',
  retag: 're-pin.retag',
  push: 're-pin.push',
  release: 're-pin.release',
} as const;

/** What the adviser offers; rolling back has its own buttons. */
export const ADVICE_TAPS = {
  maintenance: 'advice.maintenance',
  'flag-off': 'advice.flag-off',
  'set-back': 'advice.set-back',
  'roll-forward': 'advice.roll-forward',
  'look-first': 'advice.look-first',
} as const;

export const VIEWS = {
  editPublic: 'public.edit',
  writePublic: 'public.write',
  fillTemplate: 'incident.fill-template',
  snoozePromise: 'public.snooze',
  escalateIncident: 'incident.escalate',
  enrol: 'second-factor.enrol',
  oldCode: 'second-factor.old-code',
  chooseApp: 'rollback.choose-app',
  ask: 'rollback.ask',
  review: 'rollback.review',
  renew: 'rollback.renew',
  reject: 'rollback.reject',
  somethingWrong: 'second-look.wrong',
  unlock: 'deploys.unlock',
  rePinTag: 're-pin.tag',
  rePinWrong: 're-pin.wrong',
  rePinRelease: 're-pin.which-release',
  note: 'rollback.note',
  closeIncident: 'incident.close',
  addAction: 'incident.add-action',
  writeRca: 'incident.write-rca',
  openIncident: 'incident.open',
  updateIncident: 'incident.update',
  incidentNote: 'incident.note',
  timeline: 'timeline.page',
  addMessage: 'timeline.add-message',
  correctLine: 'timeline.correct',
} as const;
