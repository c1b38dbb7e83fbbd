/** The Incidents: every change of an incident, one transaction each, decided by a conditional statement. */
import type {
  AgendaItem,
  AgendaWhat,
  Entry,
  ErrorRun,
  Incident,
  IncidentStatus,
  NewEntry,
  Severity,
  Sight,
  UntoldText,
} from './incident.ts';
import type { Consequences, KnownRelease, MessagePlace } from './ledger.ts';
import type { Actor, Operation } from './operation.ts';
import type { Outcome } from './outcome.ts';
import type { Post } from './ports.ts';

export interface NewIncident {
  readonly id: string;
  readonly app: string;
  readonly alsoApps: readonly string[];
  readonly channel: string;
  readonly drill: boolean;
  readonly severity: Severity;
  readonly symptom: string;
  readonly impact: string;
  readonly liveFlow: boolean;
  readonly opener: Actor;
  readonly commander: Actor | null;
  readonly openedAt: Date;
  readonly startedAt: Date;
}

/** Only what is named changes. */
export interface IncidentSet {
  readonly severity?: Severity;
  readonly status?: IncidentStatus;
  readonly symptom?: string;
  readonly impact?: string;
  readonly liveFlow?: boolean;
  readonly commander?: Actor | null;
  readonly alsoApps?: readonly string[];
  readonly startedAt?: Date;
}

export interface Closing {
  readonly at: Date;
  readonly by: Actor;
  readonly resolution: string;
  readonly review: string | null;
  readonly sameAs: string | null;
}

/** What its headline shows beside the incident itself, from our own rows. */
export interface Standing {
  /** In the order of asking; `card` is null until it is posted. */
  readonly operations: readonly { readonly operation: Operation; readonly card: MessagePlace | null }[];
  /** What its apps ran when we last knew it. */
  readonly releases: readonly KnownRelease[];
  /** What customers heard last: escaped mrkdwn. */
  readonly published: { readonly text: string; readonly at: Date } | null;
  /** By when customers were told to expect the next word, if they still wait for it. */
  readonly promisedBy: Date | null;
}

export interface Listed {
  readonly app: string | null;
  readonly open: boolean | null;
  readonly drill: boolean | null;
  readonly limit: number;
  /** Only what was opened before this one. */
  readonly before?: string | null;
}

/** What one incident has for the digest, oldest first. */
export interface Collected {
  readonly incident: Incident;
  /** Where its thread is; null until its headline is posted. */
  readonly headline: MessagePlace | null;
  readonly texts: readonly UntoldText[];
}

/** A page of a timeline: the newest, or what stands right before or after a line of it. */
export type Page =
  | { readonly at: 'end'; readonly limit: number }
  | { readonly at: 'before' | 'after'; readonly line: number; readonly limit: number };

export interface TimelinePage {
  readonly entries: readonly Entry[];
  readonly before: boolean;
  readonly after: boolean;
  /** Lines in all. */
  readonly count: number;
}

/** What something that was due came to. */
export interface CameTo extends Consequences {
  /** What was seen of its apps. */
  readonly sights?: readonly Sight[];
  readonly errorRuns?: readonly ErrorRun[];
  /** Operator texts that are told with this, by id; when one was told meanwhile, nothing of the transaction happens. */
  readonly told?: readonly number[];
}

export interface Incidents {
  /** By id, or by its last part. */
  find(id: string): Promise<Incident | null>;
  /** Newest first. */
  list(which: Listed): Promise<readonly Incident[]>;
  /** The newest open incident that touches the app; drills are asked for apart. Null when there is none. */
  openOn(app: string, drill?: boolean): Promise<Incident | null>;
  /**
   * Opens it, unless another of the same kind (real or drill) is open on the app that is not among `apartFrom`: then
   * refused, naming that one.
   */
  open(
    wanted: NewIncident,
    apartFrom: readonly string[],
    consequences: Consequences,
  ): Promise<Outcome<Incident>>;
  /** While it is open, and only if `ifStill` still holds; null otherwise, and nothing else of the transaction happened. */
  change(
    id: string,
    set: IncidentSet,
    consequences: Consequences,
    ifStill?: IncidentSet,
  ): Promise<Incident | null>;
  /** Once; null when it was not open. */
  close(id: string, closing: Closing, consequences: Consequences): Promise<Incident | null>;

  /**
   * Adds a line, open or closed, with its words; false when one of the same key is there already, and nothing else
   * happened.
   */
  record(id: string, entry: NewEntry, consequences: Omit<Consequences, 'timeline'>): Promise<boolean>;
  /** The same, only while it is open: null when it is closed, also by whoever closes it at this moment. */
  recordWhileOpen(
    id: string,
    entry: NewEntry,
    consequences: Omit<Consequences, 'timeline'>,
  ): Promise<boolean | null>;
  /** The line of this key, if it is there. */
  line(id: string, key: string): Promise<Entry | null>;
  /** In the order in which things happened: after `after` (a page's last entry), at most `limit`. */
  timeline(
    id: string,
    page?: { readonly after: Entry | null; readonly limit: number },
  ): Promise<readonly Entry[]>;

  /** In the order in which things happened; `more`: whether there is something before, and after. */
  page(id: string, page: Page): Promise<TimelinePage>;
  /** One line of any timeline, by its number. */
  entry(number: number): Promise<Entry | null>;
  /** The incident whose thread this is, by where its headline stands. */
  ofThread(channel: string, threadTs: string): Promise<Incident | null>;
  /** What was last seen of its apps. */
  sights(id: string): Promise<readonly Sight[]>;
  /** What was last seen of errors in its app's log. */
  errorRuns(id: string): Promise<readonly ErrorRun[]>;

  standing(incident: Incident): Promise<Standing>;
  /** Where headlines stand, by incident; of those that are posted. */
  headlines(ids: readonly string[]): Promise<ReadonlyMap<string, MessagePlace>>;
  /** Where its headline, and so its thread, stands in Slack; null until it is posted. */
  headline(id: string): Promise<MessagePlace | null>;
  /** Operator texts that nobody was told yet, oldest first. */
  untold(id: string): Promise<readonly UntoldText[]>;
  /** `2026-11-20` */
  digestIsDone(day: string): Promise<boolean>;
  /** The day's digest of what happened before `until`, with its words; false when another process was first. */
  startDigest(
    day: string,
    until: Date,
    posts: (collected: readonly Collected[]) => readonly Post[],
  ): Promise<boolean>;

  /** What of these is due by now, soonest first, at most `limit`. */
  due(limit: number, what: readonly AgendaWhat[]): Promise<readonly AgendaItem[]>;
  /**
   * Ours alone for `seconds` of real time: false when another process has it. What it came to is still decided by `settle`.
   */
  take(item: AgendaItem, seconds: number): Promise<boolean>;
  /** Done, with what it came to; false when another process was first or it was called off. */
  settle(item: AgendaItem, cameTo: CameTo): Promise<boolean>;
  /** It could not be done: again after `seconds` of durable time. */
  putOff(item: AgendaItem, seconds: number): Promise<void>;
}
