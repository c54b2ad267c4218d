import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Vitest would keep one of two cores to itself.
    maxWorkers: 2,
    globalSetup: ['test/setup/demo.ts', 'test/setup/wall.ts'],
    // The first synth of a process loads the whole of aws-cdk-lib.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['lambdas/domain/**'],
      // The thresholds speak; the runner's own summary stays the last that is read. `npm run coverage` shows the lines.
      reporter: [],
      thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
    },
  },
});
