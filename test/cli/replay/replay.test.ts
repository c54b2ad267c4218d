import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { replayLines } from '../../../cli/replay/json.ts';
import type { ReplayOptions } from '../../../cli/replay/options.ts';
import { type Findings, replay } from '../../../cli/replay/replay.ts';
import { report } from '../../../cli/replay/report.ts';
import { SAMPLES, SAMPLES_DIRECTORY } from './make-samples.ts';

const directory = mkdtempSync(join(tmpdir(), 'replayed-'));
afterAll(() => rmSync(directory, { recursive: true }));

const sample = (name: string): string => relative(process.cwd(), join(SAMPLES_DIRECTORY, name));
const write = (text: string): string => {
  const file = join(directory, 'metrics.csv');
  writeFileSync(file, text);
  return file;
};
const play = (options: Partial<ReplayOptions> & { readonly file: string }): Promise<Findings> =>
  replay({ template: inject('demoTemplate'), endpoint: 'fraud-detector', ...options }, { onProgress: () => undefined });

const badCanary = { template: inject('demoTemplate'), endpoint: 'fraud-detector', file: sample('bad-canary.json') };

/** The sample of a bad canary as it is played once for all who ask, and how far it said to be meanwhile. */
const shared = (() => {
  let playing: Promise<{ readonly findings: Findings; readonly told: readonly number[] }> | undefined;
  const start = async () => {
    const told: number[] = [];
    const findings = await replay(badCanary, { onProgress: (done) => told.push(done) });
    return { findings, told };
  };
  return () => {
    playing ??= start();
    return playing;
  };
})();

describe('the shipped samples', () => {
  test.each(Object.entries(SAMPLES))('%s is what its maker makes', (name, make) => {
    expect(readFileSync(sample(name), 'utf8')).toBe(make());
  });

  test('a bad canary: rolled back, and proved to have helped', async () => {
    const { findings } = await shared();
    expect(replayLines(findings).at(-1)).toMatchObject({ kind: 'summary', episodes: 1, shifts: 1, proved: 1 });
    const [episode] = replayLines(findings).filter(({ kind }) => kind === 'episode');
    expect(episode).toMatchObject({
      guards: ['canary errors-5xx-gross', 'canary errors-5xx'],
      badSince: '2026-11-09T14:00:00.000Z',
      sharesKnown: true,
      endState: 'RECOVERED',
      decisions: [{ verdict: 'roll-back' }, { verdict: 'watch' }, { verdict: 'watch' }, { verdict: 'end' }],
    });
    expect(report(findings)).toMatchSnapshot();
  });

  test('a fault that both variants share: on-call is told, and nothing is moved', async () => {
    const findings = await play({ file: sample('shared-fault.csv') });
    expect(replayLines(findings).at(-1)).toMatchObject({ episodes: 1, shifts: 0, proved: 0 });
    expect(report(findings)).toMatchSnapshot();
  });
});

const rows = (cells: (minute: number) => string, minutes = 60): string =>
  Array.from({ length: minutes }, (_, minute) => {
    const time = new Date(Date.parse('2026-11-01T10:00:00Z') + minute * 60_000).toISOString();
    return `${time},${cells(minute)}`;
  }).join('\n');

describe('a replay', () => {
  test('takes minutes without data as missing, and not as zero', async () => {
    const file = write(
      `timestamp,Invocations,Invocation5XXErrors\n${rows((minute) => (minute % 3 === 0 ? ',' : '100,0'))}\n`,
    );
    const { watched, outcomes } = await play({ file });
    const seen = watched.guards.find(({ guard }) => guard.variant === 'canary' && guard.id === 'errors-5xx');
    expect(seen).toMatchObject({ minutes: 40, lacks: [], spells: [], worst: { value: 0 } });
    expect(outcomes).toEqual([]);
  });

  test('says which guards it could not play, and for want of what', async () => {
    const file = write(`timestamp,Invocations\n${rows(() => '100')}\n`);
    const { watched } = await play({ file });
    const lacks = watched.guards.map(({ guard, lacks: missing }) => [`${guard.variant} ${guard.id}`, missing[0]]);
    expect(lacks).toContainEqual(['canary errors-5xx', 'canary Invocation5XXErrors Sum']);
    expect(lacks).toContainEqual(['stable errors-5xx', 'stable Invocations Sum']);
  });

  test('knows nothing of a canary whose metrics are not there, and says so', async () => {
    const file = write(`timestamp,stable Invocations,stable Invocation5XXErrors\n${rows(() => '900,500')}\n`);
    const findings = await play({ file });
    expect(findings.outcomes).toEqual([]);
    expect(report(findings).join(' ')).toContain('In short: no guard of a canary of fraud-detector could be played');
  });

  test('plays minutes that do not begin where longer periods would', async () => {
    const odd = Array.from({ length: 5 }, (_, index) => `2026-11-01T10:0${2 * index + 1}:00Z,100,50`);
    const { watched } = await play({ file: write(`timestamp,Invocations,Invocation5XXErrors\n${odd.join('\n')}\n`) });
    const seen = watched.guards.find(({ guard }) => guard.variant === 'canary' && guard.id === 'errors-5xx');
    expect(seen).toMatchObject({ minutes: 5, worst: { value: 0.5 } });
  });

  test('tells how far it is, in one direction', async () => {
    const { told } = await shared();
    expect(told).toEqual(told.toSorted((one, other) => one - other));
    expect(told.at(-1)).toBe(1);
  });

  test('takes the canary to have a tenth of the traffic where the file does not say it', async () => {
    const file = write(
      `timestamp,Invocations,Invocation5XXErrors\n${rows((minute) => (minute < 40 ? '100,0' : '100,50'))}\n`,
    );
    const [episode] = replayLines(await play({ file })).filter(({ kind }) => kind === 'episode');
    expect(episode).toMatchObject({ shares: { stable: 0.9, canary: 0.1 }, sharesKnown: false });
  });

  test('leaves the canary out once it has no traffic: a recording that stays bad still ends', async () => {
    const header = 'timestamp,Invocations,Invocation5XXErrors,stable Invocations,stable Invocation5XXErrors';
    const file = write(`${header}
${rows((minute) => `100,${minute < 20 ? 0 : 50},900,0`, 180)}
`);
    const findings = await play({ file });
    expect(replayLines(findings).at(-1)).toMatchObject({ episodes: 1, shifts: 1 });
    expect(findings.outcomes[0]?.endState).toBe('RECOVERED');
  });

  test('cannot prove anything without the metrics of stable, and says so', async () => {
    const file = write(
      `timestamp,Invocations,Invocation5XXErrors\n${rows((minute) => (minute < 20 ? '100,0' : '100,50'))}\n`,
    );
    const findings = await play({ file });
    expect(findings.outcomes[0]?.endState).toBe('ROLLED_BACK_NOT_RECOVERED');
    expect(report(findings).join(' ').replaceAll(/\s+/g, ' ')).toContain('no shift can be proved to have helped');
  });

  test('plays episodes that lie an hour apart each by itself', async () => {
    const bad = (minute: number): boolean => (minute >= 30 && minute < 40) || (minute >= 180 && minute < 190);
    const file = write(
      `timestamp,Invocations,Invocation5XXErrors\n${rows((minute) => (bad(minute) ? '100,50' : '100,0'), 240)}\n`,
    );
    expect(replayLines(await play({ file })).at(-1)).toMatchObject({ episodes: 2, played: 2, shifts: 2 });
  });

  test('converts units: a latency in milliseconds goes off like the same in microseconds', async () => {
    const latency = (header: string, factor: number) =>
      write(`timestamp,Invocations,${header}\n${rows((minute) => `100,${(minute < 30 ? 180 : 1_200) * factor}`)}\n`);
    const [inMs, inMicros] = [
      replayLines(await play({ file: latency('ModelLatency p99 (ms)', 1) })),
      replayLines(await play({ file: latency('ModelLatency p99', 1_000) })),
    ];
    expect(inMs).toEqual(inMicros);
    expect(inMs.at(-1)).toMatchObject({ shifts: 1 });
  });

  test('is the same each time', async () => {
    const once = replayLines((await shared()).findings);
    expect(replayLines(await play({ file: badCanary.file }))).toEqual(once);
  });

  test.each([
    [
      { endpoint: 'nobody' },
      '--endpoint nobody: the config does not guard it; it guards fraud-detector, FraudDetector-EU, fraud-observe',
    ],
    [
      { endpoint: undefined },
      '--endpoint is needed: the config guards fraud-detector, FraudDetector-EU, fraud-observe, and the file is about one of them',
    ],
    [{ variant: 'blue' }, '--variant blue: the config knows stable, canary of fraud-detector'],
  ])('refuses %j', async (options, sentence) => {
    const given = { ...badCanary, ...options };
    await expect(replay(given as ReplayOptions, { onProgress: () => undefined })).rejects.toThrow(sentence);
  });
});
