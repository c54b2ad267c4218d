import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../lambdas/domain/model.ts';
import type { Policy } from '../../lambdas/domain/policy.ts';
import { watched } from '../../lambdas/domain/watch-list.ts';
import { dueOf } from '../../lambdas/loop/due.ts';
import { look } from '../../lambdas/loop/look.ts';
import { sweep } from '../../lambdas/loop/sweep.ts';
import { parseTrigger } from '../../lambdas/loop/trigger.ts';
import type { Asked, Ports } from '../../lambdas/ports.ts';
import {
  alarm,
  at,
  BREACH_AT,
  deployment,
  driftGuard,
  existingGuard,
  guard,
  metricGuard,
  NOW,
  policy,
} from '../builders.ts';
import { type Memory, memory, portsOf } from '../memory.ts';

const OF: Policy = policy({ guards: [guard(), metricGuard(), driftGuard(), existingGuard('shop-errors', 'canary')] });

type Call = { readonly asked: readonly Asked[]; readonly from: number; readonly until: number };

/** What a look sees where each metric that it asks for has one datapoint, 7; and what it asked. */
const looking = async (answers: 'all' | 'unreadable' = 'all') => {
  const held: Memory = memory(deployment(OF));
  const calls: Call[] = [];
  const ports: Ports = {
    ...portsOf(held),
    history: async (asked, { from, until }) => {
      calls.push({ asked, from, until });
      return answers === 'all'
        ? asked.map(
            () =>
              new Map([
                [at(3), 7],
                [at(2), 5],
              ]),
          )
        : answers;
    },
  };
  return { calls, ...(await look(ports, deployment(OF), OF)).situation };
};

describe('a look', () => {
  test('reads the metrics that guards of their own watch, by the name of each alarm', async () => {
    const { readings } = await looking();
    const points = [
      { start: at(2), value: 5, samples: 5 },
      { start: at(3), value: 7, samples: 7 },
    ];
    expect(readings).toEqual({
      'rb/guard/fraud/stable/orders': { until: NOW, points },
      'rb/guard/fraud/canary/orders': { until: NOW, points },
      'rb/guard/fraud/drift-age': { until: NOW, points: points.map(({ samples: _none, ...point }) => point) },
    });
  });
  test('asks for periods of one length at a time, which end with the last whole minute', async () => {
    const { calls } = await looking();
    expect(calls.map(({ from, until }) => [(until - from) / MINUTE, until])).toEqual([
      [7, NOW],
      [180, NOW],
    ]);
    expect(calls[0]?.asked.map(({ stat, dimensions }) => `${stat} ${dimensions?.['Variant']}`)).toEqual([
      'Average stable',
      'SampleCount stable',
      'Average canary',
      'SampleCount canary',
    ]);
    expect(calls[1]?.asked).toMatchObject([
      { name: 'feature_baseline_drift_age', periodSeconds: 3_600, isWhole: true },
    ]);
  });
  test('goes on without what could not be read', async () => {
    expect((await looking('unreadable')).readings).toEqual({});
  });
  test('asks nothing where no guard has a metric of its own, or nobody could answer', async () => {
    const held = memory(deployment(OF));
    expect((await look(portsOf(held), deployment(OF), OF)).situation).not.toHaveProperty('readings');
    const plain = { ...portsOf(held), history: () => Promise.reject(new Error('it is asked')) };
    expect((await look(plain, deployment(), policy())).situation).not.toHaveProperty('readings');
  });
});

describe('an alarm that was there already', () => {
  const went = alarm('shop-errors', {
    state: 'ALARM',
    transitionedAt: BREACH_AT,
    evidence: { datapoints: [60], threshold: 20, from: at(7) },
  });

  test('is found by the next sweep, whatever became of its event', async () => {
    const held: Memory = memory(deployment(OF));
    for (const { name } of watched(deployment(OF), OF)) held.alarms.set(name, alarm(name));
    held.alarms.set('shop-errors', went);
    await sweep({ ports: portsOf(held), deployment: deployment(OF) });
    expect(held.shifts).toEqual([{ endpoint: OF.endpoint, to: { stable: 90, canary: 0 } }]);
  });
  test('makes its endpoint due as any other', () => {
    const swept = { alarms: [went], incidents: [], unwritten: [] };
    expect(dueOf(deployment(OF), swept)).toMatchObject([{ alarmedAt: BREACH_AT }]);
    const unnamed = { ...swept, alarms: [alarm('rb/guard/fraud/drift-age', { state: 'ALARM' })] };
    expect(dueOf(deployment(OF), unnamed)).toHaveLength(1);
  });
  test('leads its event to the endpoint that names it', () => {
    const event = {
      account: '1',
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      detail: { alarmName: 'shop-errors', state: { value: 'ALARM' } },
    };
    expect(parseTrigger(event, deployment(OF), '1')).toMatchObject({ kind: 'endpoint', policy: OF, mayShift: true });
    expect(parseTrigger(event, deployment(), '1')).toMatchObject({ kind: 'refused' });
  });
});
