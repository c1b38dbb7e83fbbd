/**
 * The last look at each app, kept in this process for a minute: so that what a person was shown a moment ago is not
 * read again for the card, and searching for a target asks nobody. Lost, it is looked at again; whoever approves is
 * always shown fresh facts.
 */
import type { Base, Kind } from '../../operation.ts';
import type { Examined } from './examine.ts';

const FRESH_MS = 60_000;

export interface RecentLooks {
  remember(app: string, examined: Examined): void;
  /** What was seen of these very releases; null when it is too old, or of others. */
  recall(
    app: string,
    wanted: { readonly kind: Kind; readonly targetId: string; readonly base: Base },
    now: Date,
  ): Examined | null;
  /** Whatever was seen last; null when it is too old. */
  last(app: string, now: Date): Examined | null;
}

export function recentLooks(): RecentLooks {
  const looks = new Map<string, Examined>();

  function last(app: string, now: Date): Examined | null {
    const look = looks.get(app);
    if (!look) return null;
    return now.getTime() - new Date(look.preflight.lookedAt).getTime() < FRESH_MS ? look : null;
  }

  return {
    remember: (app, examined) => void looks.set(app, examined),
    recall(app, { kind, targetId, base }, now) {
      const look = last(app, now);
      const same =
        look?.preflight.kind === kind &&
        look.preflight.target.id === targetId &&
        look.preflight.base.id === base.id &&
        look.preflight.base.bad === base.bad;
      return same ? look : null;
    },
    last,
  };
}
