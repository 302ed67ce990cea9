import { defineConfig } from 'vitest/config';

/** Tests against real API servers on loopback: they take minutes, and need Go once to build Kubernetes. No root. */
export default defineConfig({
  test: {
    name: 'cluster',
    include: ['test/cluster/**/*.test.ts'],
    reporters: ['default', './tools/vitest-tally.ts'],
    passWithNoTests: false,
    allowOnly: false,
    // One control plane busies two cores.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    globalSetup: ['./test/nodes/setup.ts'],
  },
});
