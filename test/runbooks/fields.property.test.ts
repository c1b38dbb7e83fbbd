/** The update form: what somebody changed stays theirs, what others changed meanwhile is kept. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asShown, differences, fieldsOf, rebased, theirs } from '../../src/runbooks/incident/fields.ts';
import { anyIncident } from '../chat/arbitrary.ts';

const fields = anyIncident.map(fieldsOf);

test('a form that comes back holds mine where I changed something, and what is so now elsewhere', () => {
  fc.assert(
    fc.property(fields, fields, fields, (shown, wanted, now) => {
      const again = rebased(shown, wanted, now);
      const mine = new Set(differences(shown, wanted));
      for (const name of Object.keys(now) as (keyof typeof now)[])
        expect(again[name]).toEqual(mine.has(name) ? wanted[name] : now[name]);
    }),
    { numRuns: 200 },
  );
});

test('unchanged, it changes nothing; what others changed is what differs from what was shown', () => {
  fc.assert(
    fc.property(anyIncident, fields, (incident, shown) => {
      const now = fieldsOf(incident);
      expect(differences(now, now)).toEqual([]);
      expect(rebased(shown, shown, now)).toEqual(now);
      expect(Object.keys(theirs(incident, shown))).toHaveLength(differences(shown, now).length);
      const { commander: _commander, ...before } = fieldsOf(asShown(incident, shown));
      expect(shown).toMatchObject(before);
    }),
    { numRuns: 200 },
  );
});
