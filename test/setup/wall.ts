import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TestProject } from 'vitest/node';
import { LAST_RUN, type TestRun } from '../../bench/walls.ts';

/** After all the tests, and not only some of them, `npm run bench` can tell how long they took without running them. */
export default (project: TestProject) => async (): Promise<void> => {
  const seconds = process.uptime();
  const modules = project.vitest.state.getTestModules();
  if (modules.length < (await project.globTestFiles()).testFiles.length) return;
  const failed = modules.some((module) => !module.ok());
  mkdirSync(dirname(LAST_RUN), { recursive: true });
  writeFileSync(LAST_RUN, JSON.stringify({ seconds, failed, at: new Date().toISOString() } satisfies TestRun));
};
