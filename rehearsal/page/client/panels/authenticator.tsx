/** What the authenticator app on this person's phone shows, once they have set it up. */
import { useSingle } from '../window.ts';
import './authenticator.css';

export function Authenticator() {
  const shown = useSingle('authenticator') ?? null;
  if (shown === null) return null;
  return (
    <span className="authenticator">
      Your phone: <code>{shown.code}</code>
    </span>
  );
}
