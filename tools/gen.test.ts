import { expect, test } from 'vitest';
import { outdated } from './gen.ts';

test('generated files are what the sources say (else: npm run gen)', () => {
  expect(outdated()).toEqual([]);
});
