import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bar } from '../../../cli/screen/bar.ts';
import { healthOf } from '../../../cli/screen/bounds.ts';
import { step } from '../../../cli/screen/entry.ts';
import { briefMs, duration, grouped, percent, sinceFault } from '../../../cli/screen/figures.ts';
import { makeLayout } from '../../../cli/screen/layout.ts';
import { wrap } from '../../../cli/screen/wrap.ts';

test('wrapping loses no word, and a line is too long only when one piece alone is', () => {
  const text = fc.array(fc.stringMatching(/^[a-z0-9%→/]{1,30}$/), { minLength: 1 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(text, fc.integer({ min: 10, max: 80 }), (words, width) => {
      const lines = wrap(words, width);
      expect(lines.join(' ')).toBe(words);
      for (const line of lines) if (line.length > width) expect(wrap(line, 1)).toHaveLength(1);
    }),
  );
});

test.each([0, 1, 8])('a terminal of %i columns is told something all the same', (width) => {
  const written: string[] = [];
  const { put } = makeLayout({ write: (text) => void written.push(text), width, paint: (_, text) => text });
  put(step('decide', 'ROLL BACK: canary breaks'), '+00:00');
  const card = {
    channel: 'slack',
    head: 'SLACK',
    subject: 'RECOVERED',
    paragraphs: ['on stable'],
    commands: [],
  } as const;
  put({ kind: 'card', card }, '+00:00');
  expect(written.join('')).toMatch(/ROLL BACK: canary.*RECOVERED.*on stable/s);
});

test('a figure stays with its unit, and an arrow with what it points at', () => {
  expect(wrap('allowed 10.2 % here', 14)).toEqual(['allowed 10.2 %', 'here']);
  expect(wrap('allowed 10.2 % here', 13)).toEqual(['allowed', '10.2 % here']);
  expect(wrap('rule → Reconcile', 8)).toEqual(['rule', '→ Reconcile']);
});

test('a bar has all its cells, and whoever has traffic has one', () => {
  const share = fc.double({ min: 0.001, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, (stable, canary) => {
      const drawn = bar([stable, canary], 20);
      expect(drawn).toMatch(/^▇+░+$/);
      expect(drawn).toHaveLength(20);
    }),
  );
  expect(bar([1, 0], 4)).toBe('▇▇▇▇');
  expect(bar([0, 1], 4)).toBe('░░░░');
  expect(bar([0.5, 0.25, 0.25], 4)).toBe('▇▇░▒');
});

test('a guard is broken strictly above its bound; without one, stable is the measure', () => {
  expect(healthOf(0.02, { bound: 0.02, usual: undefined })).toBe('warn');
  expect(healthOf(0.0201, { bound: 0.02, usual: undefined })).toBe('bad');
  expect(healthOf(0.01, { bound: 0.02, usual: undefined })).toBe('good');
  expect(healthOf(0.1, { bound: undefined, usual: 0.005 })).toBe('warn');
  expect(healthOf(0.01, { bound: undefined, usual: 0.005 })).toBe('plain');
});

test('figures are short', () => {
  expect([percent(0.102), percent(0.0005), percent(1), percent(0)]).toEqual(['10.2 %', '0.05 %', '100 %', '0 %']);
  expect([briefMs(181.2), briefMs(999.6), briefMs(1_204)]).toEqual(['181ms', '1.00s', '1.20s']);
  expect([duration(330), duration(125_000), duration(120_000)]).toEqual(['0.3 s', '2 min 5 s', '2 min']);
  expect([sinceFault(125_000, 0), sinceFault(0, 48_000)]).toEqual(['+02:05', '-00:48']);
  expect(grouped(1_234_567)).toBe('1,234,567');
});
