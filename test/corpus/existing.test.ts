import type { CloudWatchClient, CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { cloudwatchAlarms } from '../../lambdas/aws/alarms.ts';
import type { Ports } from '../../lambdas/ports.ts';
import { alarm, deployment, existingGuard, guard, policy } from '../builders.ts';
import { type Memory, memory, portsOf } from '../memory.ts';
import { withAlarmName } from './envelopes.ts';
import { COMPOSITES, ODD_COMPOSITES, THEIR_BAND, THEIR_COMPOSITE, THEIR_REASONS, THEIRS } from './evidence.ts';
import { came, expectNoTrouble, handled } from './handled.ts';

type Described = { readonly metric?: MetricAlarm; readonly composite?: CompositeAlarm };

/** Our own guards are well, and the alarm that was there before is as CloudWatch describes it. */
const watching = (of: Described, over: Parameters<typeof policy>[0] = {}): { held: Memory; ports: Partial<Ports> } => {
  const held = memory(deployment(policy({ guards: [guard(), existingGuard(THEIRS, 'canary')], ...over })));
  for (const name of held.alarms.keys()) held.alarms.set(name, alarm(name));
  const client = {
    send: () =>
      Promise.resolve({ MetricAlarms: [of.metric ?? []].flat(), CompositeAlarms: [of.composite ?? []].flat() }),
  } as unknown as CloudWatchClient;
  const theirs = cloudwatchAlarms(client);
  const own = portsOf(held).alarms;
  const named: typeof own.named = async (names) => [
    ...(await own.named(names.filter((name) => name !== THEIRS))),
    ...(names.includes(THEIRS) ? await theirs.named([THEIRS]) : []),
  ];
  return { held, ports: { alarms: { ...own, named } } };
};
const theirEvent = withAlarmName(THEIRS, 'composite');

test.each<[string, Described]>([
  ['that compares with a band', { metric: THEIR_BAND }],
  ['that is composite', { composite: THEIR_COMPOSITE }],
])('an alarm %s, and that was there before, is acted on', async (_, of) => {
  const { held, ports } = watching(of);
  expect(await handled(held, { event: theirEvent, ports })).toBe('roll-back');
});

test('S2: an alarm that was there before, and names no datapoint, rolls nothing back', () =>
  expectNoTrouble(THEIR_REASONS, async (metric) => {
    const { held, ports } = watching({ metric });
    return came(await handled(held, { event: theirEvent, ports }), held);
  }));

test('F30 F31: a composite alarm that says nothing, or wants nothing to come of it, rolls nothing back', () =>
  expectNoTrouble(COMPOSITES, async (composite) => {
    const { held, ports } = watching({ composite });
    return came(await handled(held, { event: theirEvent, ports }), held);
  }));

test('F32: a composite alarm whose clock is odd comes to a verdict', () =>
  expectNoTrouble(ODD_COMPOSITES, async (composite) => {
    const { held, ports } = watching({ composite }, { mode: 'observe' });
    return came(await handled(held, { event: theirEvent, ports }), held);
  }));
