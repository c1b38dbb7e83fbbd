/** The authenticator of whoever agrees, where agreeing takes a code: set up before anything is asked. */
import { codeShown } from '../../rehearsal/slack/people/authenticator.ts';
import type { Branch } from './branches.ts';
import { seen } from './people.ts';
import type { Stage } from './stage.ts';

const STEP_MS = 30_000;
const KEY = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/;
const WITHIN_MS = 20_000;

export interface Phone {
  /** A code not shown before. */
  code(): Promise<string>;
}

/** Null where a tap is enough. */
export async function phoneFor(stage: Stage, branch: Branch): Promise<Phone | null> {
  const { who } = branch.agrees;
  if (who === 'bo') return null;
  const person = stage.slack.as(who);
  let lastStep = 0;
  const step = () => Math.floor(stage.time.now().getTime() / STEP_MS);
  async function code(key: string): Promise<string> {
    await seen(WITHIN_MS, () => (step() > lastStep ? true : null));
    lastStep = step();
    return codeShown(key, stage.time.now());
  }
  const set = await seen(WITHIN_MS, async () => {
    await person.closeModal();
    await person.slash('ops', '/ops totp');
    const modal = await seen(2_000, () => (KEY.test(person.modal()?.text() ?? '') ? person.modal() : null));
    const key = KEY.exec(modal?.text() ?? '')?.[0];
    if (!modal || key === undefined) return null;
    await modal.fill('code', 'code', await code(key));
    const sent = await modal.submit();
    await person.closeModal();
    return sent.kind === 'updated' ? key : null;
  });
  if (set === null) throw new Error(`${who} could not set up a second factor`);
  return { code: () => code(set) };
}
