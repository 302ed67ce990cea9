import { defineConfig } from 'vitest/config';

/** What a whole machine is looked at for, or what it has left: no other node may come or go meanwhile. */
const ALONE = ['node', 'node-leftovers', 'process'].map((name) => `test/nodes/${name}.test.ts`);

/** Tests on real control planes and nodes, beside those of `npm test`: they take minutes, and the nodes need root. */
export default defineConfig({
  test: {
    reporters: ['default', './tools/vitest-tally.ts'],
    passWithNoTests: false,
    allowOnly: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
    globalSetup: ['./test/nodes/setup.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'nodes-alone', include: ALONE, fileParallelism: false, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'nodes',
          include: ['test/nodes/**/*.test.ts'],
          exclude: ALONE,
          // Coming up, a node busies two cores; after that its tests mostly wait for the kubelet.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
