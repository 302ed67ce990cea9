import type { CaseFile } from '../../src/cli/rules/cases/case-file.ts';
import { type CasePki, plantCaseAt } from '../../src/cli/rules/cases/plant-case.ts';
import { makeFifo, plantTree } from '../support/collect/tree.ts';

export { CasePki } from '../../src/cli/rules/cases/plant-case.ts';

/** The case as a captured tree; gone after the test. */
export async function plantCase(given: CaseFile['given'], pki: CasePki): Promise<string> {
  const root = plantTree({});
  await plantCaseAt(root, given, pki, makeFifo);
  return root;
}
