import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './tools/vitest-tally.ts'],
    passWithNoTests: false,
    allowOnly: false,
    testTimeout: 20_000,
    hookTimeout: 120_000,
    globalSetup: ['./test/support/etcd-setup.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['src/**/*.test.ts', 'tools/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          // They have a configuration of their own.
          exclude: ['test/browser/**', 'test/cluster/**', 'test/nodes/**', 'test/oracle/kube*/**'],
          globalSetup: ['./test/support/etcd-setup.ts', './tools/vitest-build.ts'],
        },
      },
    ],
  },
});
