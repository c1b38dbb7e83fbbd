/** The bot's process as a window shows it. Types only: shared by both sides. */
export interface BotShown {
  /** It runs in a process of its own, which can be killed. */
  readonly mortal: boolean;
  readonly state: 'running' | 'starting' | 'dead';
}
