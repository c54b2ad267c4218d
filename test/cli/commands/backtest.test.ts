import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RIGHTS } from '../../../cli/commands/backtest/rights.ts';
import { readRecording } from '../../../cli/replay/read/read.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import { smallAccount } from './small-account.ts';
import { typed } from './typed.ts';

const SAMPLE = 'docs/samples/bad-canary.json';
const directory = mkdtempSync(join(tmpdir(), 'backtest-'));
const write = (name: string, text: string): string => {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
};
const json = async (...args: readonly string[]) => JSON.parse((await typed(['backtest', ...args, '--json'])).out);

/** The sample's metrics, minute by minute. */
const minutes = (): readonly (readonly [time: string, values: Readonly<Record<string, number>>])[] => {
  const rows = new Map<string, Record<string, number>>();
  for (const { label, times, values } of readRecording(SAMPLE).series)
    times.forEach((time, place) => {
      const at = new Date(time).toISOString();
      rows.set(at, { ...rows.get(at), [label]: values[place] ?? 0 });
    });
  return [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1));
};

test.each([80, 120])('the sample of a bad canary, at %i columns', async (width) => {
  const { code, out, err } = await typed(['backtest', '--metrics', SAMPLE], width);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(Math.max(...out.split('\n').map((row) => row.length))).toBeLessThanOrEqual(width);
  await expect(out).toMatchFileSnapshot(`golden/backtest-${width}.txt`);
});

test('docs/cli has what it prints, and its rights', async () => {
  const { out: shown } = await typed(['backtest', '--metrics', SAMPLE]);
  const report = await json('--metrics', SAMPLE);
  const short = (choices: readonly unknown[]) => choices.slice(0, 2);
  const suggestions = report.suggestions.map((one: { choices: unknown[] }) => ({
    ...one,
    choices: short(one.choices),
  }));
  await expectOnPage('docs/cli/backtest.md', {
    example: `$ npx sagemaker-rollback backtest --metrics ${SAMPLE}\n${shown}`,
    json: JSON.stringify({ ...report, suggestions: suggestions.slice(0, 1) }, null, 2),
    rights: rightsShown(RIGHTS),
  });
});

describe('the same metrics give the same report', () => {
  const without = async (file: string) => ({ ...(await json('--metrics', file)), source: '' });

  test('as CSV', async () => {
    const labels = Object.keys(minutes()[0]?.[1] ?? {});
    const lines = minutes().map(([time, values]) => [time, ...labels.map((label) => values[label] ?? '')].join(','));
    const file = write('metrics.csv', `${['timestamp', ...labels].join(',')}\n${lines.join('\n')}`);
    expect(await without(file)).toEqual(await without(SAMPLE));
  });
  test('as JSON lines', async () => {
    const lines = minutes().map(([timestamp, values]) => JSON.stringify({ timestamp, ...values }));
    expect(await without(write('metrics.jsonl', lines.join('\n')))).toEqual(await without(SAMPLE));
  });
});

test('--incidents tells false alarms from true ones', async () => {
  const from = (await json('--metrics', SAMPLE)).told[0].badSince as string;
  const until = new Date(Date.parse(from) + 600_000).toISOString();
  const there = write('there.csv', `from,until,variant\n${from},${until},canary\n`);
  expect(await json('--metrics', SAMPLE, '--incidents', there)).toMatchObject({
    incidents: { labelled: 1, rolledBack: 1, missed: 0, falseAlarms: 0, medianMinutes: 1 },
  });
  const elsewhere = write('elsewhere.csv', 'from,until\n2026-11-01T00:00:00Z,2026-11-01T01:00:00Z\n');
  expect(await json('--metrics', SAMPLE, '--incidents', elsewhere)).toMatchObject({
    incidents: { labelled: 1, rolledBack: 0, missed: 1, falseAlarms: 1, medianMinutes: null },
  });
});

test('--html writes one page that needs no network', async () => {
  const file = join(directory, 'page.html');
  await typed(['backtest', '--metrics', SAMPLE, '--html', file]);
  const page = readFileSync(file, 'utf8');
  expect(page.match(/<svg /g)).toHaveLength(6);
  expect(page).not.toMatch(/(?:src|href|url\()\s*=?\s*["']?(?:https?:)?\/\//);
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
});

const CSV = 'timestamp,canary Invocations Sum';

describe('what is wrong with a file is told with its line:', () => {
  test.each([
    ['time that goes back', `${CSV}\n2026-11-01T00:01:00Z,1\n2026-11-01T00:00:00Z,1`, /line 3: .*comes after/],
    ['a minute twice', `${CSV}\n2026-11-01T00:01:00Z,1\n2026-11-01T00:01:00Z,1`, /line 3: .*stands there twice/],
    ['a word', `${CSV}\n2026-11-01T00:01:00Z,many`, /line 2: "many" in "canary Invocations Sum" is no number/],
    ['a cell too few', `${CSV}\n2026-11-01T00:01:00Z`, /line 2: this row has 1 cells, and the header has 2/],
    ['no header', '2026-11-01T00:01:00Z,1', /line 1: the first column is/],
    ['no column', 'timestamp', /line 1: there is no column but the timestamps/],
    ['a quotation mark', `${CSV}\n"2026-11-01T00:01:00Z,1`, /it is not CSV: a quotation mark/],
    ['another metric', 'timestamp,Temperature\n2026-11-01T00:01:00Z,1', /no guard of my-endpoint watches any of/],
    [
      'no object',
      '{"timestamp": "2026-11-01T00:00:00Z", "canary Invocations Sum": 1}\n7',
      /line 2: "7" is no JSON object/,
    ],
    ['nothing', ' \n', /it is empty/],
    [
      'five minutes',
      [CSV, ...Array.from({ length: 30 }, (_, place) => `${new Date(place * 300_000).toISOString()},1`)].join('\n'),
      /line 21: there is a row only every 5 minutes/,
    ],
  ])('%s', async (_, text, said) => {
    const { code, err } = await typed(['backtest', '--metrics', write('wrong.csv', text)], 120);
    expect({ code, err: err.replaceAll(/\s+/g, ' ') }).toEqual({ code: 2, err: expect.stringMatching(said) });
  });
  test.each([
    ['a header', 'begin,end\n', /line 1: the header is "begin,end"/],
    ['an end', 'from,until\n2026-11-01T00:00:00Z,2026-11-01T00:00:00Z', /line 2: .* is not after/],
    ['a variant', 'from,until,variant\n2026-11-01T00:00:00Z,2026-11-01T00:01:00Z,blue', /line 2: "blue" is no variant/],
  ])('%s of the incidents', async (_, text, said) => {
    const args = ['backtest', '--metrics', SAMPLE, '--incidents', write('incidents.csv', text)];
    const { code, err } = await typed(args, 120);
    expect({ code, err: err.replaceAll(/\s+/g, ' ') }).toEqual({ code: 2, err: expect.stringMatching(said) });
  });
});

test.each([
  ['--days', '16', 'CloudWatch keeps one-minute metrics no longer'],
  ['--days', 'two', 'A number of days up to 15'],
  ['--false-alarms', 'few', '1/30d, 2/7d, 1/12h'],
  ['--false-alarms', '0/30d', '1/30d, 2/7d, 1/12h'],
  ['--metrics', 'no-such.csv', 'there is no such file'],
  ['--endpoint', 'my-endpiont', 'did you mean my-endpoint?'],
])('%s %s is told', async (option, value, said) => {
  const metrics = option === '--metrics' ? [] : ['--metrics', SAMPLE];
  const { code, err } = await typed(['backtest', ...metrics, option, value], 120);
  expect({ code, err: err.replaceAll(/\s+/g, ' ') }).toEqual({ code: 2, err: expect.stringContaining(said) });
});

describe('guards on metrics of their own', () => {
  const MEASURED = ['--config', 'infra/readings.config.ts', '--endpoint', 'fraud-measured'];
  const LABELS = [
    'canary Invocations Sum',
    'canary Invocation5XXErrors Sum',
    'canary orders Average',
    'canary orders SampleCount',
  ];
  const DRIFT = 'drift-age Maximum';

  /** Two hours in which orders are too few from 01:00 on, and a drift that is told once an hour. */
  const measured = (driftAt: (minute: number) => number | '' = (minute) => (minute % 60 === 0 ? 0.1 : '')) => {
    const lines = Array.from({ length: 120 }, (_, minute) => {
      const time = new Date(Date.parse('2026-11-01T00:00:00Z') + minute * 60_000).toISOString();
      return [time, 100, 0, minute < 60 ? 0.03 : 0.01, 50, driftAt(minute)].join(',');
    });
    return `${['timestamp', ...LABELS, DRIFT].join(',')}\n${lines.join('\n')}`;
  };
  const JSON_TIMES = { minutes: 60_000, hours: 3_600_000 } as const;

  test('are played from a file, whose columns their ids name; what is not played is named', async () => {
    const report = await json('--metrics', write('measured.csv', measured()), ...MEASURED);
    expect(report.told).toMatchObject([
      { badSince: '2026-11-01T01:00:00.000Z', guards: ['canary orders'], minutes: 3 },
    ]);
    expect(report.guards).toContainEqual(expect.objectContaining({ variant: null, guard: 'drift-age', periods: 2 }));
    expect(report.notPlayed.map(({ guard }: { guard: string }) => guard)).toEqual([
      'alarm-1',
      'stable errors-5xx',
      'stable errors-5xx-gross',
      'stable orders',
      'quality-f1',
    ]);
  });
  test('are told on the screen and on the page, where thresholds rest on data alone', async () => {
    const html = join(directory, 'measured.html');
    const { out } = await typed([
      'backtest',
      '--metrics',
      write('measured.csv', measured()),
      ...MEASURED,
      '--html',
      html,
    ]);
    const page = readFileSync(html, 'utf8');
    for (const text of [out.replaceAll(/\s+/g, ' '), page]) {
      expect(text).toContain('Not played');
      expect(text).toMatch(/alarm-1: shop-checkout-failures is not ours: .* alarm history/);
      expect(text).toContain('stable orders: no data of stable orders Average and stable orders SampleCount');
    }
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
    expect(page).not.toContain('quality-f1: what each threshold costs');
  });
  test('of longer periods may come in them, as the AWS CLI prints them', async () => {
    const series = (Label: string, step: keyof typeof JSON_TIMES, values: readonly number[]) => ({
      Id: Label.replaceAll(/\W/g, '_').toLowerCase(),
      Label,
      Timestamps: values.map((_, place) =>
        new Date(Date.parse('2026-11-01T00:00:00Z') + place * JSON_TIMES[step]).toISOString(),
      ),
      Values: values,
      StatusCode: 'Complete',
    });
    const all = [
      series(
        'canary Invocations Sum',
        'minutes',
        Array.from({ length: 1_440 }, () => 100),
      ),
      series(
        DRIFT,
        'hours',
        Array.from({ length: 24 }, () => 0.1),
      ),
    ];
    const report = await json(
      '--metrics',
      write('hours.json', JSON.stringify({ MetricDataResults: all })),
      ...MEASURED,
    );
    expect(report.guards).toContainEqual(expect.objectContaining({ guard: 'drift-age', periods: 24 }));
  });
  test('of longer periods take no more than one figure in each', async () => {
    const file = write(
      'measured.csv',
      measured(() => 0.1),
    );
    const { code, err } = await typed(['backtest', '--metrics', file, ...MEASURED], 120);
    expect({ code, err: err.replaceAll(/\s+/g, ' ') }).toEqual({
      code: 2,
      err: expect.stringMatching(
        /drift-age Maximum stands at .*T00:00:00.000Z and at .*T00:01:00.000Z, .* periods of 60 minutes; export it with a Period of 3600/,
      ),
    });
  });
});

describe('in an account', () => {
  const account = smallAccount();
  const DEMO = ['--config', 'infra/demo.config.ts'];

  test('the last minutes are read and played', async () => {
    const { code, out } = await account().type([
      'backtest',
      '--days',
      '0.02',
      '--endpoint',
      'fraud-detector',
      '--json',
      ...DEMO,
    ]);
    const report = JSON.parse(out);
    expect(code).toBe(0);
    expect(report).toMatchObject({ source: "the account's metrics", endpoint: 'fraud-detector' });
    expect(report.guards.every(({ periods }: { periods: number }) => periods >= 10)).toBe(true);
  });
});
