import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The first synth of a process loads the whole of aws-cdk-lib.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { provider: 'v8', include: ['lambdas/domain/**'], thresholds: { lines: 100, branches: 100 } },
  },
});
