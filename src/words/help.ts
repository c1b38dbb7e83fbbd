/** What a command can do, in the order people need it. */
import { cap, code, lines, type Mrkdwn, say } from './mrkdwn.ts';

export function rollbackHelp(apps: readonly string[]): Mrkdwn {
  return lines(
    say`*Roll an app back.* An operator approves, I send it once, prove recovery and keep the record.`,
    say`${code('/rollback')} · I ask for the app first`,
    say`${code('/rollback APP v84 what is broken')} · without ${code('v84')} I choose the newest release that served before the bad one`,
    say`${code('/rollback status [APP]')} · where things stand`,
    say`${code('/rollback cancel APP')} · end a request nobody has approved yet`,
    say`${code('/rollback undo APP')} · take the latest rollback back, with the same checks and approval`,
    say`Apps: ${apps.join(', ')}`,
  );
}

export function drillHelp(): Mrkdwn {
  return lines(
    say`*The rollback drill record.* A row is added each time a rollback is verified.`,
    say`${code('/drill record [APP]')} · show it`,
    say`${code('/drill export')} · the whole of it as Markdown and CSV`,
  );
}

export function opsHelp(): Mrkdwn {
  return lines(
    say`*Around a rollback.*`,
    say`${code('/ops totp')} · set up the code that approving alone and overriding need`,
    say`${code('/ops totp reset PERSON')} · a superadmin takes a lost one away`,
    say`${code('/ops lock APP [SHA] REASON')} · CI may not deploy it, or that commit, until it is unlocked`,
    say`${code('/ops unlock APP [SHA] REASON')} · deploys go on; with a commit, that one only`,
    say`${code('/ops locks [APP]')} · what is locked, by whom and why`,
  );
}

export function incidentHelp(): Mrkdwn {
  return lines(
    say`*Run an incident.* One headline, everything else in its thread, every line with its UTC time.`,
    say`${code('/incident open APP what is broken')} · a form, for practice too (choose “Drill” there); I ask whether one that is open is the same`,
    say`${code('/incident note [ID|APP] [03:04] what you see')} · into its thread and its timeline, as do :pushpin: under a message and its menu's “Add to incident timeline”; ${code('/incident correct LINE text')} corrects a line`,
    say`${code('/incident update [ID|APP] [what is new]')} · a form: severity, status, who leads, what customers notice`,
    say`${code('/incident timeline [ID|APP] [export]')} · everything so far; ${code('export')} puts it into the thread as Markdown and JSON`,
    say`${code('/incident public [ID|APP] [investigating|rolled-back|recovered|TEMPLATE|TEXT]')} · a text for customers, previewed before it goes out`,
    say`${code('/incident templates')} · the texts there are`,
    say`${code('/incident action [ID|APP] what is to be done')} · with an owner and a day; ${code('/incident actions')} lists them`,
    say`${code('/incident escalate [ID|APP] why')} · call everybody, once`,
    say`${code('/incident close [ID|APP]')} · asks for what is missing, then says that it is over`,
    say`${code('/incident rca [ID|APP]')} · the review document, facts filled in; ${code('/incident review [ID|APP] LINK')} says where it ended up`,
    say`${code('/incident list [APP] [open|past|drills]')} · how long, how bad, where`,
    say`Without ID or APP I mean the only one that is open. Support may open, note and call everybody; operators close and publish.`,
  );
}

/** What follows a command and is none of its parts; the help comes after it. */
export function unknownPart(command: string, typed: string): Mrkdwn {
  return say`I do not know ${code(cap(`${command} ${typed}`, 60))}. Nothing was done.`;
}
