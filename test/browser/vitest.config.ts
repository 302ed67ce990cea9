import { defineConfig } from 'vitest/config';

/** Tests of the HTML report in a real browser: Chromium, from Debian's package or wherever CHROMIUM says. */
export default defineConfig({
  test: {
    name: 'browser',
    include: ['test/browser/**/*.test.ts'],
    reporters: ['default', './tools/vitest-tally.ts'],
    passWithNoTests: false,
    allowOnly: false,
    // Seconds on a quiet machine; others may share it.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
