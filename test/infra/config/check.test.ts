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
        minRequests: 1_000,
        gross: false,
        breachingPeriods: 2,
        outOfPeriods: 3,
      },
      {
        id: 'latency-p99.9-gross',
        signal: 'latency',
        percentile: 99.9,
        above: 600,
        minRequests: 1_000,
        gross: true,
        breachingPeriods: 1,
        outOfPeriods: 1,
      },
    ]);
  });
  test('whoever tolerates so much that all would have to fail gets no gross guard', () => {
    expect(policy({ guards: { errors: { above: 0.4 } } })?.guards.map((guard) => guard.id)).toEqual(['errors-5xx']);
  });
  test.each([
    ['of 2 % plus 2, and of two and a half times as much plus one more', {}, [0.02, 2, 20], [0.05, 3, 20]],
    ['of another share', { errors: { above: 0.003 } }, [0.003, 2, 20], [0.0075, 3, 20]],
    ['beside other numbers', { errors: { plus: 5, gross: { above: 0.3, plus: 1 } } }, [0.02, 5, 20], [0.3, 1, 20]],
    ['beside none', { errors: { plus: 0, gross: { above: 0.3, plus: 0 } } }, [0.02, 0, 20], [0.3, 0, 20]],
    [
      'of other minutes',
      { minRequests: 100, errors: { gross: { above: 0.3, minRequests: 200 } } },
      [0.02, 2, 100],
      [0.3, 3, 200],
    ],
    ['of one request, which may not be allowed to fail', { minRequests: 1 }, [0.02, 0, 1], [0.05, 0, 1]],
    ['of three requests, of which two may', { minRequests: 3 }, [0.02, 2, 3], [0.05, 2, 3]],
  ])('errors are guarded by shares %s', (_, guards, ...expected) => {
    const found = policy({ guards })?.guards.map(({ above, plus = 0, minRequests }) => [above, plus, minRequests]);
    expect(found).toEqual(expected);
  });
  test.each([
    ['p90: the 20 that any guard does', 90, {}, [20, 50]],
    ['p95: the 20 that leave one beyond it', 95, {}, [20, 50]],
    ['p99: a hundred', 99, {}, [100, 100]],
    ['p99.9: a thousand', 99.9, {}, [1_000, 1_000]],
    ['what the config says, if that is more', 90, { minRequests: 200 }, [200, 200]],
    ['no fewer than the percentile needs, whatever the config says', 99, { minRequests: 30 }, [100, 100]],
  ])('a latency guard asks for as many requests as its percentile needs, %s', (_, percentile, more, expected) => {
    const guards = { errors: false, latency: { percentile, aboveMs: 200 }, ...more };
    expect(policy({ guards })?.guards.map(({ minRequests }) => minRequests)).toEqual(expected);
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
