/** The modals of whoever sits here; only the one on top can be used. */
import { useSingle } from '../window.ts';

export function ModalStack() {
  const modals = useSingle('modals') ?? [];
  const top = modals.at(-1);
  return top === undefined ? null : <div role="dialog">{top.view.type}</div>;
}
