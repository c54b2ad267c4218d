import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readRecording } from '../../../cli/replay/read/read.ts';
import type { Recording } from '../../../cli/replay/read/recording.ts';

const directory = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(directory, { recursive: true }));

const NAME = 'export.txt';
const read = (text: string | Buffer): Recording => {
  const file = join(directory, NAME);
  writeFileSync(file, text);
  return readRecording(file);
};
const problemOf = (text: string | Buffer): string => {
  try {
    read(text);
  } catch (error) {
    expect((error as Error).name).toBe('ReplayProblem');
    return (error as Error).message.replace(join(directory, NAME), 'FILE');
  }
  throw new Error('it was read');
};

const json = (...results: readonly object[]): string =>
  JSON.stringify({ MetricDataResults: results, Messages: [] }, null, 2);
const result = (changes: object = {}): object => ({
  Id: 'm1',
  Label: 'canary Invocations Sum',
  Timestamps: ['2026-11-01T00:01:00+00:00', '2026-11-01T00:00:00+00:00'],
  Values: [20, 10],
  StatusCode: 'Complete',
  ...changes,
});
const seriesOf = ({ series }: Recording) =>
  series.map(({ label, times, values }) => [
    label,
    times.map((time) => new Date(time).toISOString().slice(11, 16)),
    values,
  ]);

describe('an export that can be read:', () => {
  test('the JSON of get-metric-data, newest first as the CLI prints it', () => {
    const recording = read(json(result()));
    expect(seriesOf(recording)).toEqual([['canary Invocations Sum', ['00:00', '00:01'], [10, 20]]]);
    expect(recording).toMatchObject({
      from: Date.parse('2026-11-01T00:00:00Z'),
      to: Date.parse('2026-11-01T00:02:00Z'),
      remarks: [],
    });
  });
  test('the same, oldest first', () => {
    const times = ['2026-11-01T00:00:00Z', '2026-11-01T00:01:00Z'];
    expect(seriesOf(read(json(result({ Timestamps: times, Values: [10, 20] }))))).toEqual([
      ['canary Invocations Sum', ['00:00', '00:01'], [10, 20]],
    ]);
  });
  test('the JSON of get-metric-statistics, whose datapoints are in no order: a column for each statistic', () => {
    const text = JSON.stringify({
      Label: 'Invocations',
      Datapoints: [
        { Timestamp: '2026-11-01T00:01:00Z', Sum: 20, SampleCount: 20, Unit: 'None' },
        { Timestamp: '2026-11-01T00:00:00Z', Sum: 10, SampleCount: 10, Unit: 'None' },
      ],
    });
    expect(seriesOf(read(text))).toEqual([
      ['Invocations SampleCount', ['00:00', '00:01'], [10, 20]],
      ['Invocations Sum', ['00:00', '00:01'], [10, 20]],
    ]);
    expect(read(text).series[0]?.unit).toBe('None');
  });
  test('CSV: an empty cell is a minute without data', () => {
    const text = 'timestamp,Invocations,ModelLatency p99\n2026-11-01T00:00:00Z,10,\n2026-11-01T00:01:00Z,,180.5\n';
    expect(seriesOf(read(text))).toEqual([
      ['Invocations', ['00:00'], [10]],
      ['ModelLatency p99', ['00:01'], [180.5]],
    ]);
  });
  test('CSV with a byte order mark, quotes, Windows line ends, blank lines and blanks', () => {
    const text = '\uFEFF"Timestamp" , "canary Invocations"\r\n\r\n2026-11-01 00:00:00 , "10"\r\n';
    expect(seriesOf(read(text))).toEqual([['canary Invocations', ['00:00'], [10]]]);
  });
  test.each([
    ['2026-11-01T01:00:00+01:00'],
    ['2026-11-01T00:00:00.000Z'],
    ['2026-11-01 00:00'],
    ['2026/11/01 00:00:00'],
    ['1793491200'],
    ['1793491200000'],
  ])('the timestamp %s', (time) => {
    expect(read(`timestamp,x\n${time},1\n`).from).toBe(Date.parse('2026-11-01T00:00:00Z'));
  });
  test('cells may bear a unit, all the same', () => {
    expect(read('timestamp,x\n2026-11-01T00:00Z,180 ms\n2026-11-01T00:01Z,190ms\n').series[0]).toMatchObject({
      unit: 'ms',
      values: [180, 190],
    });
  });
  test('minutes that are few and far between', () => {
    const rows = ['00:00', '00:10', '00:25', '01:00'].map((time) => `2026-11-01T${time}Z,1`);
    expect(read(`timestamp,x\n${rows.join('\n')}\n`).series[0]?.times).toHaveLength(4);
  });
  test.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
  ])('CSV with %s, as spreadsheets write it, and one too many at the end of each row', (_, separator) => {
    const text = 'timestamp,x,y\n2026-11-01T00:00Z,1,2,\n'.replaceAll(',', separator);
    expect(seriesOf(read(text))).toEqual([
      ['x', ['00:00'], [1]],
      ['y', ['00:00'], [2]],
    ]);
  });
  test('a column without a name and without cells is none', () => {
    expect(seriesOf(read('timestamp,x,\n2026-11-01T00:00Z,1,\n'))).toEqual([['x', ['00:00'], [1]]]);
  });
  test.each([
    ['UTF-16, as PowerShell writes it', Buffer.from(`\uFEFF${json(result())}`, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\uFEFF${json(result())}`, 'utf16le').swap16()],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${json(result())}`)],
  ])('JSON in %s', (_, bytes) => {
    expect(seriesOf(read(bytes))).toEqual([['canary Invocations Sum', ['00:00', '00:01'], [10, 20]]]);
  });
  test('the results alone, as --query MetricDataResults prints them', () => {
    expect(seriesOf(read(JSON.stringify([result()])))).toHaveLength(1);
  });
  test('what CloudWatch says besides is passed on', () => {
    const text = JSON.stringify({ MetricDataResults: [result()], Messages: [{ Code: 'x', Value: 'Too many.' }] });
    expect(read(text).remarks).toEqual(['CloudWatch said: "Too many."']);
  });
  test('a result that is not whole, an empty one and a further page are remarked on', () => {
    const text = JSON.stringify({
      MetricDataResults: [
        result({ StatusCode: 'PartialData' }),
        result({ Label: 'nothing', Timestamps: [], Values: [] }),
      ],
      NextToken: 'abc',
    });
    expect(read(text).remarks).toEqual([
      '"canary Invocations Sum" is not whole: its StatusCode is "PartialData"',
      'it is one page of several: it has a NextToken',
      '"nothing" is empty',
    ]);
  });
});

const LEAVE_OUT = 'leave out what was not measured (in CSV, leave the cell empty): a missing minute is missing data';
const CSV_SHAPE =
  'CSV begins with "timestamp,canary Invocations Sum,…", and the AWS CLI prints JSON with --output json';

describe('an export that cannot be read is told of in one sentence with its line:', () => {
  test.each([
    ['empty', '', 'FILE: it is empty; docs/replay.md shows how to export metrics'],
    ['only blanks', ' \n\n', 'FILE: it is empty; docs/replay.md shows how to export metrics'],
    ['JSON that breaks off', json(result()).slice(0, 60), 'FILE line 5: it is not JSON: Unterminated string'],
    [
      'JSON of something else',
      '{"Alarms": []}',
      'FILE: it is JSON, but has no MetricDataResults; docs/replay.md shows how to export metrics',
    ],
    ['no results', json(), 'FILE: its MetricDataResults are empty: the query found no metric; check its dimensions'],
    [
      'a result without Label and Id',
      json({ Timestamps: [], Values: [] }),
      'FILE line 3: this result has neither Label nor Id',
    ],
    [
      'no Timestamps',
      json(result({ Timestamps: undefined })),
      'FILE line 3: "canary Invocations Sum" has no Timestamps',
    ],
    ['no Values', json(result({ Values: undefined })), 'FILE line 3: "canary Invocations Sum" has no Values'],
    [
      'more times than values',
      json(result({ Values: [1] })),
      'FILE line 3: "canary Invocations Sum" has 2 Timestamps and 1 Values; each value needs its time',
    ],
    [
      'a timestamp that is none',
      json(result({ Timestamps: ['yesterday', '2026-11-01T00:00:00Z'] })),
      'FILE line 7: "yesterday" is no timestamp; write it in UTC as 2026-11-01T00:00:00Z',
    ],
    [
      'a date that does not exist',
      json(result({ Timestamps: ['2026-13-01T00:00:00Z', '2026-11-01T00:00:00Z'] })),
      'FILE line 7: "2026-13-01T00:00:00Z" is no timestamp; write it in UTC as 2026-11-01T00:00:00Z',
    ],
    [
      'a time in between',
      json(result({ Timestamps: ['2026-11-01T00:01:00Z', '2026-11-01T00:00:10Z'] })),
      'FILE line 8: "2026-11-01T00:00:10Z" is not at a whole minute, and a period of CloudWatch starts at a whole minute; export with a Period of 60',
    ],
    ['NaN in JSON', json(result()).replace('20,', 'NaN,'), `FILE line 11: NaN is no number; ${LEAVE_OUT}`],
    [
      'null in JSON',
      json(result({ Values: [20, null] })),
      `FILE line 12: null in "canary Invocations Sum" is no number; ${LEAVE_OUT}`,
    ],
    [
      'a number as text',
      json(result({ Values: ['20', 10] })),
      'FILE line 11: "20" in "canary Invocations Sum" is no number; write it plainly, as 1234.5',
    ],
    [
      'out of order',
      json(
        result({
          Timestamps: ['2026-11-01T00:00:00Z', '2026-11-01T00:02:00Z', '2026-11-01T00:01:00Z'],
          Values: [1, 2, 3],
        }),
      ),
      'FILE line 9: "canary Invocations Sum" is out of order: 2026-11-01T00:01:00.000Z comes after 2026-11-01T00:02:00.000Z; sort it by time, each period once',
    ],
    [
      'a minute twice',
      json(result({ Timestamps: ['2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z'] })),
      'FILE line 8: "canary Invocations Sum" has 2026-11-01T00:00:00.000Z twice; sort it by time, each period once',
    ],
    ['nothing measured', json(result({ Timestamps: [], Values: [] })), 'FILE: no metric in it has any datapoint'],
    [
      'no datapoints',
      '{"Label": "Invocations", "Datapoints": []}',
      'FILE: its Datapoints of "Invocations" are empty: check the dimensions that it was asked with',
    ],
    [
      'two units',
      JSON.stringify(
        {
          Label: 'x',
          Datapoints: [
            { Timestamp: '2026-11-01T00:00:00Z', Sum: 1, Unit: 'Count' },
            { Timestamp: '2026-11-01T00:01:00Z', Sum: 1, Unit: 'None' },
          ],
        },
        null,
        2,
      ),
      'FILE line 12: the unit is "None" here and "Count" on line 7; ask for one --unit',
    ],
    [
      'CSV without timestamps',
      'canary,stable\n1,2\n',
      `FILE line 1: the first column is "canary", not timestamp; ${CSV_SHAPE}`,
    ],
    [
      'CSV with timestamps only',
      'timestamp\n2026-11-01T00:00:00Z\n',
      `FILE line 1: there is no column but the timestamps; ${CSV_SHAPE}`,
    ],
    ['CSV without rows', 'timestamp,x\n', `FILE line 1: there is no row below the header; ${CSV_SHAPE}`],
    [
      'CSV without a time',
      'timestamp,x\n,1\n',
      'FILE line 2: the timestamp is missing; write it in UTC as 2026-11-01T00:00:00Z',
    ],
    [
      'CSV with NaN',
      'timestamp,x\n2026-11-01T00:00:00Z,1\n2026-11-01T00:01:00Z,NaN\n',
      `FILE line 3: "NaN" in "x" is no number; ${LEAVE_OUT}`,
    ],
    ['CSV with a dash', 'timestamp,x\n2026-11-01T00:00:00Z,-\n', `FILE line 2: "-" in "x" is no number; ${LEAVE_OUT}`],
    [
      'CSV out of order',
      'timestamp,x\n2026-11-01T00:01:00Z,1\n2026-11-01T00:00:00Z,1\n',
      'FILE line 3: "x" is out of order: 2026-11-01T00:00:00.000Z comes after 2026-11-01T00:01:00.000Z; sort it by time, each period once',
    ],
    [
      'CSV with mixed units',
      'timestamp,x\n2026-11-01T00:00:00Z,180 ms\n2026-11-01T00:01:00Z,0.2 s\n',
      'FILE line 3: "x" is in s here and in ms on line 2; give the whole column in one unit',
    ],
    [
      'CSV with a unit in some cells',
      'timestamp,x\n2026-11-01T00:00:00Z,180\n2026-11-01T00:01:00Z,200 ms\n',
      'FILE line 3: "x" is in ms here and in no unit above; give the whole column in one unit',
    ],
    [
      'CSV with a short row',
      'timestamp,x,y\n2026-11-01T00:00:00Z,1\n',
      'FILE line 2: this row has 2 cells, and the header has 3',
    ],
    [
      'CSV with a quotation mark that stays open',
      'timestamp,x\n2026-11-01T00:00:00Z,"1\n',
      'FILE line 2: it is not CSV: a quotation mark stands where none may, or is never closed',
    ],
    [
      'CSV with thousands set apart',
      'timestamp,x\n2026-11-01T00:00:00Z,"1,000"\n',
      'FILE line 2: "1,000" in "x" is no number; write it plainly, as 1234.5',
    ],
    [
      'a day that no calendar has',
      'timestamp,x\n2026-02-30T00:00:00Z,1\n',
      'FILE line 2: "2026-02-30T00:00:00Z" is no timestamp; write it in UTC as 2026-11-01T00:00:00Z',
    ],
    [
      'a year that was mistyped',
      'timestamp,x\n2026-11-01T00:00:00Z,1\n2062-11-01T00:00:00Z,1\n',
      'FILE line 3: 2062-11-01T00:00:00.000Z is 13149 days after 2026-11-01T00:00:00.000Z, where the file begins; play at most 100 days at once',
    ],
    ['prose', 'Hello, this is\nmy file\n', `FILE line 1: the first column is "Hello", not timestamp; ${CSV_SHAPE}`],
    [
      'the queries',
      '[{"Id": "m1", "MetricStat": {}}]',
      'FILE: it holds the queries, and not what CloudWatch answers to them; docs/replay.md shows how to export metrics',
    ],
    [
      'results that are no list',
      '{"MetricDataResults": {}}',
      'FILE line 1: its MetricDataResults are {}, which is no list',
    ],
    ['a datapoint that is none', '{"Label": "x", "Datapoints": [null]}', 'FILE line 1: null is no datapoint'],
    [
      'several JSON texts',
      `${json(result())}\n{}`,
      'FILE line 19: it is not JSON: Unexpected non-whitespace character',
    ],
    ['compressed', Buffer.from([0x1f, 0x8b, 8, 0]), 'FILE: it is compressed; unpack it first'],
    ['a workbook', Buffer.from('PK\u0003\u0004'), 'FILE: it is an archive or an Excel workbook; save it as CSV'],
    ['binary', Buffer.from([1, 0, 2]), 'FILE: it is not text; docs/replay.md shows how to export metrics'],
    ['Latin-1', Buffer.from('timestamp,x (µs)\n', 'latin1'), 'FILE: it is not text in UTF-8; save it as UTF-8'],
  ])('%s', (_, text, sentence) => {
    expect(problemOf(text)).toBe(sentence);
  });

  const rowsOf = (step: number, count: number, first = '00:00'): string => {
    const start = Date.parse(`2026-11-01T${first}Z`);
    const times = Array.from({ length: count }, (_, index) => new Date(start + index * step * 60_000).toISOString());
    return times.map((time) => `${time},1\n`).join('');
  };
  const everyMinutes = (step: number, count: number): string => `timestamp,x\n${rowsOf(step, count)}`;
  const told = (line: number, step: number): string =>
    `FILE line ${line}: "x" has a datapoint only every ${step} minutes from here on, and guards judge single minutes; export with a Period of 60 (CloudWatch keeps minutes for 15 days)`;
  test.each([
    ['of five minutes', everyMinutes(5, 300), told(2, 5)],
    ['of an hour, and short', everyMinutes(60, 6), told(2, 60)],
    ['of one minute that goes on by five', `${everyMinutes(1, 50)}${rowsOf(5, 13, '00:55')}`, told(52, 5)],
    [
      'of five minutes with gaps',
      everyMinutes(5, 60)
        .split('\n')
        .filter((_, line) => line % 3 !== 2)
        .join('\n'),
      told(2, 5),
    ],
  ])('an export %s', (_, text, sentence) => {
    expect(problemOf(text)).toBe(sentence);
  });
  test('a file that is not there, and a directory', () => {
    expect(() => readRecording('no/such/file.json')).toThrow('no/such/file.json: there is no such file');
    expect(() => readRecording(directory)).toThrow(`${directory}: it is a directory; name a file`);
  });
});
