import { defineConfig } from 'vitest/config';

/** Tests that start real components of Kubernetes: they take minutes, and need Go once to build them. No root. */
export default defineConfig({
  test: {
    name: 'components',
    include: ['test/oracle/kube*/**/*.test.ts'],
    reporters: ['default', './tools/vitest-tally.ts'],
    passWithNoTests: false,
    allowOnly: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    globalSetup: ['./test/nodes/setup.ts'],
  },
});
