/** In place of the workspace while there is nothing to show. */
import './no-stage.css';
import { useSingle } from '../window.ts';
import { StartOver } from './start-over.tsx';

export function NoStage() {
  const state = useSingle('theatre')?.state;
  if (state === 'broken')
    return (
      <main className="no-stage">
        <p role="alert">The stage could not be set. The terminal says why.</p>
        <StartOver />
      </main>
    );
  return (
    <main className="no-stage">
      <p role="status">{state === 'setting' ? 'The stage is being set…' : 'Opening the workspace…'}</p>
    </main>
  );
}
