import type { Grounds } from '../../grounds.ts';
import { turn } from '../troubles/trouble.ts';
import type { ReceiverRequest } from './requests.ts';
import { EVERYWHERE, RECEIVER_TROUBLES } from './troubles.ts';

/** Throws `NotThere` with words for what cannot be done. */
export async function performReceiver(
  stage: Pick<Grounds, 'statusPage' | 'pager'>,
  { receiver, id, amount, on }: ReceiverRequest,
): Promise<null> {
  const where = EVERYWHERE[0] ?? '';
  await turn(RECEIVER_TROUBLES, stage[receiver], EVERYWHERE, { id, where, amount, on });
  return null;
}
