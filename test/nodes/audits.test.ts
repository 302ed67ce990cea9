import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFUSALS, SILENT } from './audits/expected.ts';
import { runSteps } from './audits/run-steps.ts';
import { stateOf } from './audits/state.ts';
import { auditSteps } from './audits/steps.ts';
import { type Node, upNode } from './node.ts';

const COMPONENTS = readdirSync(fileURLToPath(new URL('../../content/rules', import.meta.url)));
/** Of a shell and of programs that did not understand what they were told. */
const MISTAKE =
  /command not found|syntax error|No such file|unexpected|unknown (?:flag|shorthand|command)|Usage:|invalid/;

describe('the Audit section of each page, on a node that kubeadm has just made', () => {
  let node: Node;
  let before: Awaited<ReturnType<typeof stateOf>>;

  beforeAll(async () => {
    node = await upNode();
    before = await stateOf(node);
  });

  afterAll(async () => {
    await node?.down();
  });

  describe.each(COMPONENTS)('%s', (component) => {
    it.each([...auditSteps(component)])('%s', async (rule, steps) => {
      const [refusals, silent] = [REFUSALS[rule] ?? {}, SILENT[rule] ?? []];

      const outcomes = await runSteps(node, steps);

      expect(steps).not.toEqual([]);
      for (const [index, { code, stdout, stderr }] of outcomes.entries()) {
        const refusal = refusals[index + 1];
        const step = `step ${index + 1}: ${steps[index]?.command}\n${stderr}`;
        if (refusal === undefined)
          expect([code, stdout === '', step]).toEqual([0, silent.includes(index + 1), step]);
        else
          expect([code === 0, `${stdout}${stderr}`, step]).toEqual([
            false,
            expect.stringMatching(refusal),
            step,
          ]);
        expect(stderr).not.toMatch(MISTAKE);
      }
    });
  });

  it('changes nothing', async () => {
    expect(await stateOf(node)).toEqual(before);
  });
});
