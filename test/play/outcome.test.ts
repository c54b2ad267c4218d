import { expect, test } from 'vitest';
import { readOutcome } from '../../sim/play/outcome.ts';
import type { JournalLine } from '../../sim/types.ts';
import { scenarioNamed } from './mutated.ts';

const FAULT = Date.parse('2026-01-05T10:07:00Z');

const line = (second: number, kind: JournalLine['kind'], facts: Readonly<Record<string, unknown>>): JournalLine => ({
  at: new Date(FAULT + second * 1_000).toISOString(),
  kind,
  ...facts,
});
const mail = (second: number, subject: string) => line(second, 'message', { channel: 'email', subject });
const inForce = (second: number, canary: number, endpoint = 'fraud-detector') =>
  line(second, 'weights', { endpoint, weights: { stable: 1, canary } });

type Over = {
  readonly lines?: readonly JournalLine[];
  readonly shifts?: number;
  readonly canary?: number;
  readonly scenario?: string;
};

const outcome = ({ lines = [], shifts = 1, canary = 0, scenario = 'bad-canary' }: Over) =>
  readOutcome({
    scenario: scenarioNamed(scenario),
    lines,
    users: { requests: 0, hurt: 0, spared: 0 },
    story: {
      endState: null,
      faultAt: FAULT,
      breachAt: null,
      shiftRequestedAt: null,
      provedAt: null,
      sequentialCallsBeforeShift: null,
      messages: 0,
      awsCalls: { DescribeEndpoint: 2, Publish: 1 },
      shifts,
      weights: { stable: 0.9, canary },
      has: () => false,
    },
  });

test('the canary is left when its weight in force is none, at the endpoint of the story', () => {
  const lines = [inForce(50, 0, 'fraud-observe'), inForce(90, 0.1), inForce(120, 0)];
  expect(outcome({ lines })).toMatchObject({ canaryLeftAfterMs: 120_000, canaryShare: 0, calls: 3 });
});

test('a canary that keeps traffic was never left', () => {
  expect(outcome({ lines: [inForce(90, 0.1)], canary: 0.1 })).toMatchObject({
    canaryLeftAfterMs: null,
    canaryShare: 0.1,
  });
});

test.each<[string, Over, string]>([
  ['nothing, when no letter came', { lines: [inForce(120, 0)] }, 'nothing'],
  ["nothing, by CloudWatch's own mail", { lines: [mail(60, 'ALARM: "errors" in EU (Ireland)')] }, 'nothing'],
  ['no move, when nothing was shifted', { lines: [mail(60, 'Could not')], shifts: 0 }, 'no-move'],
  ['the move, by a letter from before it was in force', { lines: [mail(60, 'Moved'), inForce(120, 0)] }, 'move'],
  ['the move, when it never was in force', { lines: [mail(60, 'Moved')], canary: 0.1 }, 'move'],
  ['the end, by a letter from after it was in force', { lines: [inForce(120, 0), mail(121, 'Moved')] }, 'end'],
])('people were told of %s', (_, over, told) => {
  expect(outcome(over).told).toBe(told);
});

test('letters are told apart from the mails that CloudWatch writes', () => {
  const lines = [
    mail(60, 'ALARM: "errors" in EU'),
    mail(61, 'Alarm: all traffic moved'),
    mail(90, 'OK: "errors" in EU'),
  ];
  expect(outcome({ lines })).toMatchObject({
    letters: [{ afterFaultMs: 61_000, subject: 'Alarm: all traffic moved' }],
    alarmMails: 2,
  });
});

test('a shift is wrong where the scenario says why nothing may be moved', () => {
  expect(outcome({ scenario: 'frozen' }).shiftedThough).toBe('rollbacks were frozen by a person');
  expect(outcome({ scenario: 'frozen', shifts: 0 }).shiftedThough).toBeNull();
  expect(outcome({ scenario: 'bad-canary' }).shiftedThough).toBeNull();
});
