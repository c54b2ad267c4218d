import { makeScreen, type ScreenOptions } from '../../../cli/screen/screen.ts';
import type { JournalKind, JournalLine } from '../../../sim/types.ts';

const START = Date.parse('2026-01-05T10:00:00.000Z');

/** A line so many seconds after the play's start. */
export const line = (seconds: number, kind: JournalKind, facts: Readonly<Record<string, unknown>>): JournalLine => ({
  at: time(seconds),
  kind,
  ...facts,
});

export const time = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();

export const ENDPOINT = 'fraud-detector';
export const ALARM = `sagemaker-rollback/guard/${ENDPOINT}/canary/errors-5xx`;

export const OPENING = {
  scenario: 'bad-canary',
  title: 'A canary goes from 0.5 % to 10 % errors.',
  endpoint: ENDPOINT,
  startsAt: START,
};

/** What the screen shows of these lines. */
export const shown = (lines: readonly JournalLine[], options: Partial<ScreenOptions> = {}): string => {
  const texts: string[] = [];
  const screen = makeScreen({
    write: (text) => texts.push(text),
    colour: false,
    width: 80,
    opening: OPENING,
    ...options,
  });
  for (const one of lines) screen.line(one);
  return texts.join('');
};

/** One minute of both variants; errors as counts. */
export const minute = (
  seconds: number,
  { canaryShare, canaryErrors, endpoint = ENDPOINT }: { canaryShare: number; canaryErrors: number; endpoint?: string },
): JournalLine[] => {
  const stable = {
    requests: Math.round(3_000 * (1 - canaryShare)),
    errors5xx: 14,
    share: 1 - canaryShare,
    p99Ms: 180.4,
  };
  const requests = Math.round(3_000 * canaryShare);
  const canary = { requests, errors5xx: canaryErrors, share: canaryShare, p99Ms: requests === 0 ? null : 203.1 };
  return [
    line(seconds, 'traffic', { endpoint, variant: 'canary', ...canary }),
    line(seconds, 'traffic', { endpoint, variant: 'stable', ...stable }),
  ];
};

export const weights = (
  seconds: number,
  facts: { status: string; stable: number; canary: number; by: string },
): JournalLine => {
  const { status, stable, canary, by } = facts;
  return line(seconds, 'weights', { endpoint: ENDPOINT, status, config: 'c-1', weights: { stable, canary }, by });
};

/** Lines of one invocation of the function that makes the roll-back. */
export const invocation = (requestId: string, name = 'Reconcile') => {
  const who = { function: name, requestId };
  return {
    invoke: (seconds: number, cold = false) => line(seconds, 'invoke', { ...who, attempt: 1, cold }),
    log: (seconds: number, message: string, facts: Readonly<Record<string, unknown>> = {}) =>
      line(seconds, 'log', { ...who, message, ...facts }),
    call: (sentAt: number, ms: number, [api, operation, outcome = 'ok']: readonly [string, string, string?]) =>
      line(sentAt + ms / 1_000, 'call', {
        ...who,
        api,
        operation,
        resource: '*',
        sentAt: time(sentAt),
        outcome,
        ms,
      }),
    end: (seconds: number, error?: string) =>
      line(seconds, 'return', {
        ...who,
        outcome: error === undefined ? 'ok' : 'error',
        ms: 9,
        ...(error && { error }),
      }),
  };
};

export const READS = [
  [8, 'dynamodb', 'GetItem'],
  [25, 'ssm', 'GetParameter'],
  [60, 'cloudwatch', 'DescribeAlarms'],
  [60, 'cloudwatch', 'GetMetricData'],
  [80, 'sagemaker', 'DescribeEndpoint'],
] as const;

export const alarm = (seconds: number, from: string, to: string, value: number | null = 0.0912): JournalLine =>
  line(seconds, 'alarm', { alarm: ALARM, from, to, reason: 'just trying', value, threshold: 0.02 });

export const event = (seconds: number, subject: string, target = 'Reconcile'): JournalLine =>
  line(seconds, 'event', { rule: 'AlarmChanged', detailType: 'CloudWatch Alarm State Change', subject, target });

export const summary = (seconds: number, facts: Readonly<Record<string, unknown>> = {}): JournalLine =>
  line(seconds, 'summary', {
    scenario: 'bad-canary',
    title: OPENING.title,
    seed: 1,
    endState: 'RECOVERED',
    asExpected: true,
    unmet: [],
    faultAt: time(60),
    breachAt: time(188),
    shiftRequestedAt: time(188.33),
    provedAt: time(431),
    sequentialCallsBeforeShift: 2,
    messages: 2,
    awsCalls: { DescribeEndpoint: 7, UpdateEndpointWeightsAndCapacities: 1 },
    users: { requests: 23_579, hurt: 95, spared: 146 },
    virtualMinutes: 8.8,
    ...facts,
  });
