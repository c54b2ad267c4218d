import { defineConfig } from 'vitest/config';

/**
 * The rules alone, in one process: a mutant is judged in a fraction of a second, and nothing of the CDK is made first. What
 * tries thousands of situations is left out: it would take hours, and a rule should have a sentence of its own.
 */
export default defineConfig({
  test: {
    include: ['test/domain/**/*.test.ts'],
    exclude: ['test/domain/{invariants,stories,exhaustive,merging}.test.ts'],
    setupFiles: ['test/setup/environment.ts'],
    isolate: false,
  },
});
