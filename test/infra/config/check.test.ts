import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../../infra/config/check.ts';
import { config, endpoint } from '../stacks.ts';
import { about, BAD_CONFIGS } from './bad-configs.ts';

const problems = (of: unknown): readonly string[] => {
  const checked = checkConfig(of);
  return checked.ok ? [] : checked.problems;
};
const compiled = (of: unknown) => {
  const checked = checkConfig(of);
  if (!checked.ok) throw new Error(checked.problems.join('\n'));
  return checked;
};

describe('a bad config is refused with its place, the value seen and what would be right', () => {
  test.each(BAD_CONFIGS)('%s', (_, bad, sentence) => {
    expect(problems(bad)).toEqual([sentence]);
  });
});

test('every problem of a config is told at once', () => {
  const bad = {
    ...config({ name: '-' }),
    endpoints: [
      { ...endpoint(), canaries: ['blue'], mod: 'auto' },
      7,
      { ...endpoint(), guards: { minRequests: '20' } },
    ],
  };
  expect(problems(bad).map((problem) => problem.split(' ')[0])).toEqual([
    'name',
    'endpoints[0].mod',
    'endpoints[1]',
    'endpoints[2].guards.minRequests',
    'endpoints[0].canaries[0]',
    'endpoints[2].endpoint',
  ]);
});

test.each([
  ['as the parameter', { slackWebhookParameter: 'https://hooks.slack.com/services/T01/B02/s3cr3t' }],
  ['without its host', { slackWebhookParameter: '/services/T01/B02/s3cr3t' }],
  ['without its scheme', { slackWebhookParameter: 'hooks.slack.com/services/T01/B02/s3cr3t' }],
  ['among the emails', { emails: ['https://hooks.slack.com/services/T01/B02/s3cr3t'] }],
  [
    'under a key of its own',
    { emails: ['a@b.example'], slackWebhook: 'https://hooks.slack.com/services/T01/B02/s3cr3t' },
  ],
  ['as the whole of tell', 'https://hooks.slack.com/services/T01/B02/s3cr3t'],
])('a webhook URL pasted %s is refused and not repeated', (_, tell) => {
  const told = problems({ ...config(), endpoints: [{ ...endpoint(), tell }] });
  expect(told).not.toEqual([]);
  expect(told.join()).not.toMatch(/s3cr3t|T01/);
});

describe('what nobody said is filled in', () => {
  const policy = (over: Record<string, unknown> = {}) => compiled(about(over)).deployment.policies[0];

  test('every limit, also beside one that was said', () => {
    const { deployment } = compiled({ ...config(), limits: { flaps: { shifts: 2 } } });
    expect(deployment.limits).toEqual({
      cooldownMinutes: 10,
      flaps: { shifts: 2, withinMinutes: 60 },
      shiftsPerDay: 6,
      storm: { endpoints: 10, share: 0.2, withinMinutes: 10 },
      callsPerSecond: 2,
    });
  });
  test('an endpoint is observed, not acted on', () => {
    expect(policy()).not.toHaveProperty('approveWithinMinutes');
    expect(policy()).toMatchObject({ mode: 'observe', stableMinShare: 0.5, contacts: { emails: ['ana@example.com'] } });
  });
  test('an answer is awaited for a quarter of an hour, in the one mode in which people answer', () => {
    expect(policy({ mode: 'approve' })).toMatchObject({ approveWithinMinutes: 15 });
    expect(policy({ mode: 'approve', approveWithinMinutes: 5 })).toMatchObject({ approveWithinMinutes: 5 });
    expect(policy({ mode: 'auto', approveWithinMinutes: 5 })).not.toHaveProperty('approveWithinMinutes');
  });
  test('5XX errors are guarded, and latency only where somebody says what is slow', () => {
    expect(policy()?.guards.map((guard) => guard.id)).toEqual(['errors-5xx', 'errors-5xx-gross']);
  });
  test('a guard needs two bad minutes of three, a gross one needs one', () => {
    const latency = { percentile: 99.9, aboveMs: 200 };
    expect(policy({ guards: { errors: false, latency } })?.guards).toEqual([
      {
        id: 'latency-p99.9',
        signal: 'latency',
        percentile: 99.9,
        above: 200,
        minRequests: 20,
        gross: false,
        breachingPeriods: 2,
        outOfPeriods: 3,
      },
      {
        id: 'latency-p99.9-gross',
        signal: 'latency',
        percentile: 99.9,
        above: 600,
        minRequests: 50,
        gross: true,
        breachingPeriods: 1,
        outOfPeriods: 1,
      },
    ]);
  });
  test('whoever tolerates a quarter of errors gets no gross guard', () => {
    expect(policy({ guards: { errors: { above: 0.3 } } })?.guards.map((guard) => guard.id)).toEqual(['errors-5xx']);
  });
  test("an endpoint's own contacts replace the default, they do not add to it", () => {
    const contacts = policy({ tell: { slackWebhookParameter: '/team/hook' } })?.contacts;
    expect(contacts).toEqual({ emails: [], slackWebhookParameter: '/team/hook' });
  });
  test('concurrency is kept free unless the config says false', () => {
    expect(compiled(config()).reservedConcurrency).toEqual({ reconcile: 5, notify: 2, judge: 1 });
    expect(compiled(config({ reservedConcurrency: false })).reservedConcurrency).toBeUndefined();
  });
});

describe('a strategy', () => {
  const policyOf = (given: Record<string, unknown>) => compiled(about(given)).deployment.policies[0];

  test('is to shift, unless the config says otherwise', () => {
    expect(policyOf({})).not.toHaveProperty('strategy');
    expect(policyOf({ strategy: 'shift' })).not.toHaveProperty('strategy');
  });

  test('gives stable ten minutes to grow, unless the config says otherwise', () => {
    const scaled = (more: object) =>
      policyOf({ stableMaxRequestsPerInstance: 100, strategy: { scaleThenShift: { maxInstances: 4, ...more } } });
    expect(scaled({})?.strategy).toEqual({ kind: 'scale-then-shift', maxInstances: 4, withinMinutes: 10 });
    expect(scaled({ withinMinutes: 5 })?.strategy).toMatchObject({ withinMinutes: 5 });
  });

  test('has a fallback where the config names one', () => {
    expect(policyOf({ fallback: 'green' })?.fallback).toBe('green');
    expect(policyOf({})).not.toHaveProperty('fallback');
  });
});
