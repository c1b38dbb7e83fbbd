/** Why something was not noted in the checklist of a re-pin. */
import { cap, code, lines, say } from './mrkdwn.ts';
import { stepName } from './re-pin.ts';
import type { Sentence } from './refusals.ts';
import { hourMinute } from './time.ts';

type Reason =
  | 'already-ticked'
  | 'not-ticked'
  | 'tag-missing'
  | 'bad-tag'
  | 'no-release-yet'
  | 'nothing-to-choose';

export const RE_PIN_REFUSALS: { readonly [R in Reason]: Sentence<R> } = {
  'already-ticked': ({ step, by, at }) =>
    lines(
      say`${stepName(step)}: ticked already by ${by} at ${hourMinute(at)}. Nothing was added.`,
      say`Was that wrong? [A tick is wrong] says so.`,
    ),
  'not-ticked': ({ step }) =>
    lines(
      say`${stepName(step)}: not ticked, so there is nothing to take back. Nothing was added.`,
      say`The checklist shows how it stands.`,
    ),
  'tag-missing': () =>
    lines(
      say`I cannot fill in this command before I know the image. Nothing was added.`,
      say`Tap [Give the tag] first.`,
    ),
  'bad-tag': ({ typed }) =>
    lines(
      say`${code(cap(typed, 60))} is neither a tag nor a digest of an image. Nothing was added.`,
      say`I expect ${code('main-c0ffee12')}, or ${code('sha256:')} and 64 digits of 0-9 a-f.`,
    ),
  'no-release-yet': ({ app }) =>
    lines(
      say`I have seen no release of ${app} yet that could run the pushed image. Nothing was done.`,
      say`I look every half minute; see for yourself: ${code(`heroku releases -a ${app} --num 3`)}`,
    ),
  'nothing-to-choose': () =>
    lines(
      say`The checklist has changed: there is nothing to choose from now. Nothing was done.`,
      say`The checklist shows how it stands.`,
    ),
};
