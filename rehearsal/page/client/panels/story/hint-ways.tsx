/** Ways to do the next thing: become whoever does it, here or in a window of their own, with the command to type. */
import type { HintShown } from '../../../shape.ts';
import { addressOf, placeNow } from '../../place.ts';
import { useAll, useSingle } from '../../window.ts';

export function HintWays({ hint: { as, types } }: { readonly hint: HintShown }) {
  const me = useSingle('me');
  const who = (useSingle('cast') ?? []).find(({ handle }) => handle === as);
  const ops = useAll('channel').find(({ name }) => name === 'ops');
  if (me === undefined || who === undefined || ops === undefined) return null;
  const there = { ...placeNow(), channel: ops.id, thread: null };
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
      </div>
    </div>
  );
}
