import { array, assert, constantFrom, option, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import type { WaiverScope } from '../../model/waiver.ts';
import type { LocatedWaiver } from './fault.ts';
import { MetWaivers, overlap } from './overlap.ts';

const NAMES = ['a', 'ab', 'b', 'ba', 'a*', '*a', '*', 'a*b', '*b*', 'aba'];
const names = option(array(constantFrom(...NAMES), { minLength: 1, maxLength: 2 }), { nil: undefined });
const scope = record({
  rule: constantFrom('r', 's'),
  node: names,
  component: names,
  object: names,
}).map((given) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));

function located(given: object, index: number): LocatedWaiver {
  const terms = { id: `W-${index}`, reason: 'r', owner: 'o', approver: 'a', expires: '2027-01-01' };
  return { waiver: { ...terms, scope: given as WaiverScope }, index, line: index + 1 };
}

test('the waiver that is found is the first of all that overlap', () => {
  assert(
    property(array(scope, { maxLength: 12 }), scope, (before, wanted) => {
      const all = before.map(located);
      const met = new MetWaivers();
      for (const one of all) met.add(one);

      const first = all.find(({ waiver }) => overlap(waiver.scope, wanted as WaiverScope));

      expect(met.firstWithin(wanted as WaiverScope)?.index).toBe(first?.index);
    }),
    { numRuns: 2000 },
  );
});
