import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Each process that tests start, and each thread of a Lambda, would compile the SDK and the CDK again. What coverage
// counts is compiled by the runner, and not by Node.
const compiled = fileURLToPath(new URL('node_modules/.cache/sagemaker-rollback/compiled', import.meta.url));
process.env['NODE_COMPILE_CACHE'] ??= compiled;
enableCompileCache(process.env['NODE_COMPILE_CACHE']);

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Vitest would keep one of two cores to itself; and what spawns the CDK mostly waits for it.
    maxWorkers: 3,
    // Files share a process and its modules, one after the other: the SDK and the CDK are loaded once and not 194 times.
    isolate: false,
    setupFiles: ['test/setup/environment.ts'],
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
