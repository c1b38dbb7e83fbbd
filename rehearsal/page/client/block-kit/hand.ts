/** What a person can do with the controls of one message or view. */
import type { Option } from '@slack/types';
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { type FieldValue, writtenOf } from '../../../slack/field-values.ts';
import { fieldKey } from '../../../slack/fields.ts';
import type { Answered } from '../../shape.ts';
import { type PageWindow, usePage } from '../window.ts';
import type { At } from './at.ts';
import { createDrafts, type Drafts, type Values } from './drafts.ts';

export interface Place {
  readonly blockId: string;
  readonly actionId: string;
}

export type Found =
  | { readonly ok: true; readonly options: readonly Option[] }
  | { readonly ok: false; readonly why: string };

export interface Hand {
  /** What each field holds, as this window sees it. */
  readonly held: Values;
  /** A button, or one of the things behind the three dots. Answers once the app has acknowledged. */
  tap(place: Place, value: string | undefined): Promise<Answered>;
  change(place: Place, value: FieldValue): Promise<Answered>;
  search(place: Place, text: string): Promise<Found>;
}

/** A form has a hand of its own, which brings along what is typed in it. */
export const HandContext = createContext<Hand | null>(null);

/** The hand of the form around, or one for a message. `chosen`: what the workspace says each field holds. */
export function useHand(at: At, chosen: Values): Hand {
  const page = usePage();
  const drafts = useDrafts(chosen);
  const form = useContext(HandContext);
  return form ?? messageHand(page, at, drafts, chosen);
}

export function useDrafts(served: Values): Drafts {
  const [drafts] = useState(createDrafts);
  useSyncExternalStore(drafts.subscribe, drafts.version);
  useEffect(() => drafts.settle(served), [drafts, served]);
  return drafts;
}

function messageHand(page: PageWindow, at: At, drafts: Drafts, chosen: Values): Hand {
  const tap: Hand['tap'] = async (place, value) => {
    if ('home' in at) return page.ask({ what: 'home.tap', ...place, value });
    if ('viewId' in at) return page.ask({ what: 'modal.tap', ...at, ...place, value, unkept: [] });
    return page.ask({ what: 'tap', ...at, ...place, value });
  };
  return {
    held: drafts.over(chosen),
    tap,
    async change(place, value) {
      const values = { [fieldKey(place.blockId, place.actionId)]: value };
      drafts.put(fieldKey(place.blockId, place.actionId), value);
      const answered = await tap(place, writtenOf(value).join('\n'));
      if (answered.ok) drafts.keep(values);
      else drafts.drop(values);
      return answered;
    },
    search: async () => ({ ok: false, why: 'Nothing can be looked for here.' }),
  };
}
