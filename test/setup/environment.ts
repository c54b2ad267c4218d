import { afterAll } from 'vitest';

// Files share a process, one after the other: what one of them sets for those whom it calls is not for the next.
const before = { ...process.env };

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});
