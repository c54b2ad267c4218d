import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Pair } from '../../cli/compare/pair.ts';
import { tableRows } from '../../cli/compare/table.ts';
import { makePaint } from '../../cli/screen/paint.ts';
import { noShift } from '../../sim/play/expectations.ts';
import { COMPARED, SCENARIOS } from '../../sim/scenarios/index.ts';
import type { JournalLine } from '../../sim/types.ts';
import { withExcerpts } from '../docs/excerpts.ts';
import { ROOT } from '../docs/pages.ts';
import { accountsOf } from './accounts.ts';
import { linesOf, lived, paired, played } from './played.ts';

const SHIFT = 'UpdateEndpointWeightsAndCapacities';
const CANARY_ERRORS = 'sagemaker-rollback/guard/fraud-detector/canary/errors-5xx-gross';

describe('on the template that would be deployed', () => {
  test.each(SCENARIOS)('$name: $title', async ({ name, endsAs }) => {
    const { unmet, story } = await played(name);
    expect(unmet).toEqual([]);
    expect(story.endState).toBe(endsAs);
  });
});

test.each(SCENARIOS)('every event that came is accounted for in $name', async ({ name }) => {
  const { came, accounted, buried, pending, unclear } = accountsOf((await played(name)).lines);
  expect(came).toBeGreaterThan(0);
  expect({ sum: accounted + buried + pending, unclear }).toEqual({ sum: came, unclear: [] });
});

describe('a bad canary', () => {
  const lines = async (): Promise<readonly JournalLine[]> => (await played('bad-canary')).lines;
  const seconds = (from: JournalLine | undefined, to: unknown) =>
    (Date.parse(String(to)) - Date.parse(String(from?.at))) / 1_000;

  test('goes by these hops and in this order, from the alarm to the people', async () => {
    const all = await lines();
    const start = all.findIndex(({ kind, alarm }) => kind === 'alarm' && alarm === CANARY_ERRORS);
    const event = all[start + 1];
    const invoke = all[start + 2];
    const own = all.slice(start).filter((line) => line['requestId'] === invoke?.['requestId']);
    const story = own.map((line) => line['message'] ?? line['operation'] ?? line.kind);
    expect(event).toMatchObject({ kind: 'event', rule: 'TriggersAlarmChanged', subject: CANARY_ERRORS });
    expect(story.slice(0, 2)).toEqual(['invoke', 'triggered']);
    expect(new Set(story.slice(2, 8))).toEqual(
      new Set(['DescribeAlarms', 'DescribeEndpoint', 'GetItem', 'GetMetricData', 'GetParameter', 'ListAlarmMuteRules']),
    );
    expect(story.slice(8)).toEqual([
      'decided',
      'TransactWriteItems',
      'recorded',
      SHIFT,
      'asked for the shift',
      'TransactWriteItems',
      'recorded',
      'Publish',
      'TransactWriteItems',
      'recorded',
      'accounted',
      'return',
    ]);
  });

  test('costs two rounds before the shift: the six reads at one moment, then the intent', async () => {
    const all = await lines();
    const [shift] = linesOf(all, 'call', { operation: SHIFT });
    const before = linesOf(all, 'call', { requestId: shift?.['requestId'] }).filter(
      (call) => String(call['sentAt']) < String(shift?.['sentAt']),
    );
    const rounds = Map.groupBy(before, (call) => String(call['sentAt']));
    expect([...rounds.values()].map((round) => round.length)).toEqual([6, 1]);
    expect((await played('bad-canary')).story.sequentialCallsBeforeShift).toBe(2);
  });

  test('L1: is asked off the traffic within five seconds of the alarm, and within three minutes of its first bad answer', async () => {
    const all = await lines();
    const [shift] = linesOf(all, 'call', { operation: SHIFT, outcome: 'ok' });
    expect(seconds(linesOf(all, 'alarm', { alarm: CANARY_ERRORS, to: 'ALARM' })[0], shift?.['sentAt'])).toBeLessThan(5);
    expect(seconds(linesOf(all, 'story')[0], shift?.['sentAt'])).toBeLessThan(180);
  });

  test('sends its letters numbered, by both roads, and claims no recovery before it is proved', async () => {
    const all = await lines();
    const emails = linesOf(all, 'message', { channel: 'email', topic: 'ChannelsOncall' });
    expect(emails.map(({ text }) => /message (\d)/.exec(String(text))?.[1])).toEqual(['1', '2']);
    expect(linesOf(all, 'message', { channel: 'slack' })).toHaveLength(2);

    const proof = all.findIndex((line) => line['verdict'] === 'end');
    expect(all[proof]).toMatchObject({ state: 'RECOVERED' });
    const said = (line: JournalLine) =>
      ['message', 'call', 'log'].includes(line.kind) && /RECOVERED/.test(JSON.stringify(line));
    expect(all.slice(0, proof).filter(said)).toEqual([]);
    expect(String(emails[1]?.['text'])).toContain('RECOVERED');
  });

  test('is proved by a whole minute in which nobody was sent to the canary', async () => {
    const all = await lines();
    const proof = all.findIndex((line) => line['verdict'] === 'end');
    const minutes = linesOf(all.slice(0, proof), 'traffic', { endpoint: 'fraud-detector', variant: 'canary' });
    expect(minutes.at(-1)).toMatchObject({ requests: 0 });
  });

  test('is refused nothing: no hop is missing, and no call is denied', async () => {
    const all = await lines();
    expect(linesOf(all, 'missing-hop')).toEqual([]);
    expect(new Set(linesOf(all, 'call').map(({ outcome }) => outcome))).toEqual(new Set(['ok']));
  });

  test('leaves its steps in the ledger, in the order in which they were taken', async () => {
    const world = await lived('bad-canary', 9);
    const [name] = linesOf(world.wires.journal.lines, 'call', { operation: 'TransactWriteItems' }).map(
      ({ resource }) => /table\/(\w+)/.exec(String(resource))?.[1] ?? '',
    );
    const items = world.tables.items(name ?? '').filter(({ pk }) => pk?.S === 'fraud-detector');
    await world.close();

    const steps = items
      .filter(({ sk }) => sk?.S?.startsWith('entry#'))
      .toSorted((a, b) => order(a['sk']?.S, b['sk']?.S));
    expect(steps.map(({ what }) => what?.S)).toEqual(['intent', 'shifted', 'told', 'watch', 'end', 'told']);
    const head = items.find(({ sk }) => sk?.S === 'head');
    expect(head?.['version']).toEqual({ N: String(steps.length) });
    expect(JSON.parse(head?.['incident']?.S ?? '')).toMatchObject({ told: 2, ending: { state: 'RECOVERED' } });
  });
});

const order = (one = '', other = ''): number => (one < other ? -1 : 1);

test('F03: an alarm whose event is lost is found by the sweep within ninety seconds', async () => {
  const { story, lines } = await played('lost-event');
  expect(linesOf(lines, 'event', { rule: 'TriggersAlarmChanged' })).toMatchObject([
    { target: 'lost' },
    { target: 'lost' },
  ]);
  expect(((story.shiftRequestedAt ?? 0) - (story.breachAt ?? 0)) / 1_000).toBeLessThanOrEqual(90);
});

// One of them comes when the incident is over.
test('F01: four copies of one event make one shift, and as many letters as one would', async () => {
  const { story, lines } = await played('duplicate-events');
  expect(linesOf(lines, 'event', { subject: CANARY_ERRORS })).toHaveLength(4);
  expect(linesOf(lines, 'call', { operation: SHIFT, outcome: 'ok' })).toHaveLength(1);
  expect(story.messages).toBe((await played('bad-canary')).story.messages);
});

test.each(SCENARIOS)('$name says why nothing may be moved just where nothing is', ({ leaveAloneBecause, expects }) => {
  expect(expects.includes(noShift)).toBe(leaveAloneBecause !== undefined);
});

// In this file, because it plays all scenarios anyway.
describe('beside a naive function', () => {
  const pairs = async (): Promise<readonly Pair[]> => {
    const all: Pair[] = [];
    for (const { name } of COMPARED) all.push(await paired(name));
    return all;
  };

  // `npx vitest run test/play/scenarios.test.ts -u` writes what the plays show now into the README.
  test('the README shows what npm start -- --compare naive shows', async () => {
    const compare = tableRows(await pairs(), { width: 80, paint: makePaint(false) });
    const readme = join(ROOT, 'README.md');
    const fresh = withExcerpts(readFileSync(readme, 'utf8'), { compare: compare.join('\n') });
    expect(fresh).toContain(compare.join('\n'));
    expect(compare.filter((row) => row.length > 80)).toEqual([]);
    await expect(fresh).toMatchFileSnapshot(readme);
  });

  test('ours leaves alone what is to be left alone', async () => {
    const moved = (await pairs()).filter(({ ours }) => ours.shiftedThough !== null);
    expect(moved).toEqual([]);
  });

  test('both live in the same world, until one of them acts', async () => {
    const { naive, ours } = await paired('low-traffic');
    expect(naive.users).toEqual(ours.users);
  });

  test('a lost event leaves the bad canary its traffic', async () => {
    const { naive, ours } = await paired('lost-event');
    expect(naive).toMatchObject({
      canaryShare: 0.1,
      canaryLeftAfterMs: null,
      shifts: 0,
      told: 'nothing',
      alarmMails: 2,
    });
    expect(ours).toMatchObject({ canaryShare: 0, shifts: 1, told: 'end' });
    expect(naive.users.hurt).toBeGreaterThan(2 * ours.users.hurt);
  });
});
