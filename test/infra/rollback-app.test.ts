import { afterEach, expect, test, vi } from 'vitest';
import { rollbackApp } from '../../infra/rollback-app.ts';
import { config } from './stacks.ts';

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

test.each([
  ['a wrong name', config({ name: 'Not This' }), 'name must be'],
  ['no endpoints', config({ endpoints: [] }), 'endpoints must list at least one endpoint'],
])('a config with %s fails the process in plain words, without a stack trace', (_, bad, problem) => {
  const stderr = vi.spyOn(console, 'error').mockReturnValue();
  rollbackApp(bad);

  expect(process.exitCode).toBe(1);
  expect(stderr).toHaveBeenCalledOnce();
  const message = String(stderr.mock.calls[0]?.[0]);
  expect(message).toContain(`The config cannot be deployed:\n  - ${problem}`);
  expect(message).not.toMatch(/\n\s+at /);
});
