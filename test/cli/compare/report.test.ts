import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { compareLines } from '../../../cli/compare/json.ts';
import type { Pair } from '../../../cli/compare/pair.ts';
import { sideBySideRows } from '../../../cli/compare/side-by-side.ts';
import { tableRows } from '../../../cli/compare/table.ts';
import { makePaint } from '../../../cli/screen/paint.ts';
import type { Outcome } from '../../../sim/play/outcome.ts';
import { scenarioNamed } from '../../play/mutated.ts';

/** Unless a sentence says otherwise: traffic was off the canary after two minutes, and the letter says how it ended. */
const outcome = ({ hurt = 100, ...over }: Partial<Outcome> & { readonly hurt?: number } = {}): Outcome => ({
  users: { requests: 10_000, hurt, spared: 50 },
  canaryShare: 0,
  canaryLeftAfterMs: 120_000,
  shifts: 1,
  shiftedThough: null,
  told: 'end',
  letters: [{ afterFaultMs: 125_000, subject: 'All traffic is on stable, and has been for a whole minute by now' }],
  alarmMails: 1,
  calls: 99,
  ...over,
});

type Over = Partial<Omit<Pair, 'scenario'>> & { readonly name?: string };
const pair = ({ name = 'bad-canary', ...over }: Over = {}): Pair => ({
  scenario: scenarioNamed(name),
  naive: outcome(),
  ours: outcome(),
  unmet: [],
  ...over,
});

const page = (width: number, colour = false) => ({ width, paint: makePaint(colour) });
const shown = (...pairs: readonly Pair[]): string => tableRows(pairs, page(80)).join('\n');
const rowOf = (name: string, text: string): string => text.split('\n').find((row) => row.startsWith(name)) ?? '';

test('where both did as well, the table says so', () => {
  expect(rowOf('bad-canary', shown(pair()))).toMatch(/^bad-canary +100 +same +2 min +same +the end +same$/);
});

test('less than one percent apart is the same, and more is not', () => {
  const near = pair({ naive: outcome({ hurt: 1_000 }), ours: outcome({ hurt: 991 }) });
  const far = pair({ naive: outcome({ hurt: 1_000 }), ours: outcome({ hurt: 989 }) });
  expect(rowOf('bad-canary', shown(near))).toMatch(/ 1,000 +same /);
  expect(rowOf('bad-canary', shown(far))).toMatch(/ 1,000 +989 /);
});

test('a canary that keeps its traffic is not the same as one that lost it', () => {
  const keeps = outcome({ canaryShare: 0.1, canaryLeftAfterMs: null });
  expect(rowOf('bad-canary', shown(pair({ naive: keeps })))).toMatch(/ keeps 10 % +2 min /);
  const less = { ...keeps, canaryShare: 0.05 };
  expect(rowOf('bad-canary', shown(pair({ naive: keeps, ours: less })))).toMatch(/ keeps 10 % +keeps 5 % /);
});

test('who moved what was to be left alone is marked, and named with the reason', () => {
  const text = shown(pair(), pair({ name: 'frozen', naive: outcome({ shiftedThough: 'a person froze it' }) }));
  expect(rowOf('frozen', text)).toMatch(/ 2 min ! +same /);
  expect(text.replaceAll('\n', ' ')).toContain(
    '! a 60-line Lambda moved what was to be left alone in 1 of 2: frozen (a person froze it).',
  );
});

test('the sums name the scenarios in which one of them hurt fewer', () => {
  const text = shown(
    pair(),
    pair({ name: 'frozen', naive: outcome({ hurt: 50 }) }),
    pair({ name: 'lost-event', naive: outcome({ hurt: 200, told: 'nothing' }) }),
  ).replaceAll('\n', ' ');
  expect(text).toContain(
    'Users: as many hurt in 1 of 3; fewer with sagemaker-rollback in 1 (lost-event); fewer with a 60-line Lambda in 1 (frozen).',
  );
  expect(text).toContain('People: told as much in 2 of 3; more by sagemaker-rollback in 1.');
});

test('what ours did not do as it should is not hidden', () => {
  expect(shown(pair({ unmet: ['nobody was paged'] }))).toContain('✗ sagemaker-rollback did not do');
  expect(sideBySideRows(pair({ unmet: ['nobody was paged'] }), page(80)).at(-1)).toContain('nobody was paged');
});

test.each([80, 100, 200])('nothing is wider than a terminal of %i columns, or than can be read', (width) => {
  const wide = outcome({ hurt: 45_000, shiftedThough: 'a person froze it', told: 'nothing' });
  const rows = [
    ...tableRows([pair({ name: 'endpoint-busy-longer', naive: wide, ours: outcome({ hurt: 30_000 }) })], page(width)),
    ...sideBySideRows(pair({ naive: wide }), page(width)),
  ];
  expect(rows.filter((row) => row.length > Math.min(width, 110))).toEqual([]);
});

test('colour changes no character', () => {
  const pairs = [pair({ naive: outcome({ shiftedThough: 'a person froze it' }) })];
  const coloured = tableRows(pairs, page(80, true));
  expect(coloured).not.toEqual(tableRows(pairs, page(80)));
  expect(coloured.map((row) => stripVTControlCharacters(row).trimEnd())).toEqual(tableRows(pairs, page(80)));
});

test('side by side: each letter with its time, and who did better', () => {
  const late = outcome({ hurt: 130, told: 'move', letters: [{ afterFaultMs: 61_000, subject: 'Moved' }] });
  const text = sideBySideRows(pair({ naive: late }), page(80)).join('\n');
  expect(text).toMatch(/its emails +\+01:01 Moved +\+02:05 All traffic is on/);
  expect(text).toContain('Users: 30 fewer requests were hurt with sagemaker-rollback.');
  expect(text).toContain('People: told more by sagemaker-rollback.');
});

test('side by side: who moved what was to be left alone, or that nobody did', () => {
  const text = (over: Over) => sideBySideRows(pair({ name: 'frozen', ...over }), page(110)).join('\n');
  expect(text({ naive: outcome({ shiftedThough: 'a person froze it' }) })).toContain(
    'Traffic: a 60-line Lambda moved it, though a person froze it.',
  );
  expect(text({})).toContain('Traffic: neither moved it, which was right: rollbacks were frozen by a person.');
});

test('for programs, the summary counts what the lines say', () => {
  const pairs = [pair(), pair({ name: 'frozen', naive: outcome({ hurt: 50, shiftedThough: 'x', told: 'move' }) })];
  expect(compareLines(pairs, 7).at(-1)).toEqual({
    kind: 'summary',
    seed: 7,
    scenarios: 2,
    fewerHurt: { same: 1, naive: 1, ours: 0 },
    toldMore: { same: 1, naive: 0, ours: 1 },
    movedWhatToLeaveAlone: { naive: 1, ours: 0 },
    asExpected: true,
  });
});
