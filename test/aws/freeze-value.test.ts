import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSwitch, writeSwitch } from '../../lambdas/aws/freeze-value.ts';
import { NOT_FROZEN } from '../../lambdas/contract.ts';

const anyFrozen = () =>
  fc.record(
    { endpoint: fc.string(), by: fc.string(), reason: fc.string(), until: fc.integer({ min: 0, max: 4e12 }) },
    { requiredKeys: ['endpoint'] },
  );

test('what is written is read again, whatever the reason says', () => {
  fc.assert(
    fc.property(fc.array(anyFrozen(), { minLength: 1 }), (frozen) => {
      expect(readSwitch(writeSwitch(frozen))).toEqual({ kind: 'entries', entries: frozen });
    }),
    { seed: 20260101 },
  );
});

test('a written value holds nothing that Systems Manager takes for a reference', () => {
  for (const reason of ['{{ssm:x}}', '{{{{', '{{{a}}}', '{ {{ }'])
    expect(writeSwitch([{ endpoint: 'fraud', reason }])).not.toContain('{{');
});

test('nothing frozen is the word that a person would type', () => {
  expect(writeSwitch([])).toBe(NOT_FROZEN);
});

test('words are words, and JSON of another shape is a riddle', () => {
  expect(readSwitch(' a, b ')).toEqual({ kind: 'words', words: ['a', 'b'] });
  for (const until of ['12', '1/2/2026', '17:00', '2026-01-05', 'Jan 5 2026', ''])
    expect(readSwitch(JSON.stringify({ version: 1, frozen: [{ endpoint: 'fraud', until }] }))).toEqual({
      kind: 'malformed',
    });
  for (const value of ['{', '{"version":2,"frozen":[]}', '{"frozen":[]}', '{"version":1,"frozen":[{"by":"ana"}]}'])
    expect(readSwitch(value)).toEqual({ kind: 'malformed' });
});
