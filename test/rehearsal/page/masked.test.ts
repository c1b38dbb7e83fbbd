/** T24, T74: whatever a window is shown of the wire, no secret is in it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MASK, masked } from '../../../rehearsal/page/inspector/masked.ts';

const typed = (value: string) => ({ type: 'plain_text_input', value });
const KEY = 'JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP';

test.each([
  ['a code in its field', { code: { code: typed('123456') } }, { code: { code: typed(MASK) } }],
  ['a wrong one', { code: { code: typed('12 34') } }, { code: { code: typed(MASK) } }],
  ['a code typed elsewhere', { note: { note: typed(' 123 456 ') } }, { note: { note: typed(MASK) } }],
  ['other words', { note: { note: typed('since 123456') } }, { note: { note: typed('since 123456') } }],
  ['an action', [{ action_id: 'code', value: '123456' }], [{ action_id: 'code', value: MASK }]],
  ['a button', [{ action_id: 'go', value: 'op-1' }], [{ action_id: 'go', value: 'op-1' }]],
  ['nothing typed', { code: { code: { value: null } } }, { code: { code: { value: null } } }],
  ['a key in groups', { text: `*\`${KEY}\`*` }, { text: `*\`${MASK}\`*` }],
  ['a key at one go', { text: KEY.replaceAll(' ', '') }, { text: MASK }],
  ['its address', { text: 'otpauth://totp/a?secret=B&issuer=c`' }, { text: `${MASK}\`` }],
  ['its page', { text: '<http://h/totp/a-B_9|scan it>' }, { text: `<http://h${MASK}|scan it>` }],
  [
    'ids of Slack',
    { user: 'U0RAXX00ANA', team: 'T0RAXX0WORK' },
    { user: 'U0RAXX00ANA', team: 'T0RAXX0WORK' },
  ],
  ['a commit', { text: '69eec51805af' }, { text: '69eec51805af' }],
])('%s', (_what, given, shown) => {
  expect(masked(given, [])).toEqual(shown);
});

describe('wherever they stand', () => {
  const secret = fc.oneof(
    fc.stringMatching(/^xox[bp]-[A-Za-z0-9]{10,24}$/),
    fc.stringMatching(/^xapp-[A-Za-z0-9]{10,24}$/),
    fc.stringMatching(/^HRKU-[a-f0-9]{8,30}$/),
    fc.stringMatching(/^sim-secret-[a-f0-9]{8,24}$/),
    fc.stringMatching(/^[A-Z2-7]{32}$/),
  );
  const around = fc.stringMatching(/^[ "'`*<>{}:=,.]{0,6}$/);

  test('tokens and keys are masked', () => {
    fc.assert(
      fc.property(
        secret,
        around,
        around,
        fc.array(fc.string(), { maxLength: 3 }),
        (hidden, before, after, path) => {
          const text = `${before}${hidden}${after}`;
          const value = path.reduceRight<unknown>((inner, name) => ({ [name]: [inner] }), text);
          expect(JSON.stringify(masked(value, []))).not.toContain(hidden);
        },
      ),
    );
  });

  test('what is known to be secret is masked whatever it looks like', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{16,32}$/), around, (hidden, before) => {
        expect(JSON.stringify(masked([{ value: before + hidden }], [hidden]))).not.toContain(hidden);
      }),
    );
  });
});
