/** Ways to do the next thing: become whoever does it, here or in a window of their own, with the command typed. */
import type { HintShown } from '../../../shape.ts';
import { addressOf, go, placeNow } from '../../place.ts';
import { useAll, useSingle } from '../../window.ts';
import { draftName, remember } from '../../workspace/remembered.ts';

export function HintWays({ hint: { as, types } }: { readonly hint: HintShown }) {
  const me = useSingle('me');
  const who = (useSingle('cast') ?? []).find(({ handle }) => handle === as);
  const ops = useAll('channel').find(({ name }) => name === 'ops');
  if (me === undefined || who === undefined || ops === undefined) return null;
  const there = { ...placeNow(), channel: ops.id, thread: null, pane: 'main' } as const;
  const address = addressOf({ ...there, as: who.handle });
  const mine = who.handle === me.handle;
  return (
    <div className="story-ways">
      {types === null ? null : <code>{types}</code>}
      <div className="story-buttons">
        {mine ? null : (
          <>
            <a href={address}>Act as {who.name}</a>
            <a href={address} target="_blank" rel="noreferrer">
              Act as {who.name} in another window
            </a>
          </>
        )}
        {mine && types !== null ? (
          <button
            type="button"
            onClick={() => {
              remember(draftName(me.handle, ops.id, null), types);
              go(there);
              // The line is another one when the channel was.
              requestAnimationFrame(() => document.querySelector<HTMLElement>('.composer-line')?.focus());
            }}
          >
            Put it into the line to type in
          </button>
        ) : null}
      </div>
    </div>
  );
}
