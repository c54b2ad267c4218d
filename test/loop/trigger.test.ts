import { describe, expect, test } from 'vitest';
import { step } from '../../lambdas/loop/step.ts';
import { sweep } from '../../lambdas/loop/sweep.ts';
import { parseTrigger } from '../../lambdas/loop/trigger.ts';
import { alarm, alarmName, deployment, endpointName, policy } from '../builders.ts';
import { memory, portsOf } from '../memory.ts';

const OURS = '111122223333';
const world = deployment(policy(), policy({ endpoint: endpointName('Churn-EU') }));

const alarmEvent = (detail: unknown = { alarmName: alarmName('canary') }, over: object = {}): object => ({
  version: '0',
  id: '1',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: OURS,
  time: '2026-01-01T10:09:30Z',
  region: 'eu-west-1',
  resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:x'],
  detail,
  ...over,
});
const endpointEvent = (name: unknown): object =>
  alarmEvent({ EndpointName: name }, { source: 'aws.sagemaker', 'detail-type': 'SageMaker Endpoint State Change' });
const without = (key: string): object =>
  Object.fromEntries(Object.entries(alarmEvent()).filter(([one]) => one !== key));

const parsed = (event: unknown) => parseTrigger(event, world, OURS);

describe('a trigger names only where to look', () => {
  test('a guard alarm: the endpoint that it guards, also for a guard of stable', () => {
    expect(parsed(alarmEvent())).toMatchObject({ kind: 'endpoint', policy: { endpoint: 'fraud' } });
    expect(parsed(alarmEvent({ alarmName: alarmName('stable', 'errors-5xx', 'Churn-EU') }))).toMatchObject({
      policy: { endpoint: 'Churn-EU' },
    });
  });
  test('an endpoint event: that endpoint', () => {
    expect(parsed(endpointEvent('Churn-EU'))).toMatchObject({ kind: 'endpoint', policy: { endpoint: 'Churn-EU' } });
  });
  test('the schedule: all of them', () => {
    expect(parsed(alarmEvent({}, { source: 'aws.events', 'detail-type': 'Scheduled Event' }))).toEqual({
      kind: 'sweep',
    });
  });
  test('F02: what else it says is not read: a claimed ALARM of an alarm that says OK shifts nothing', async () => {
    const held = memory();
    for (const name of held.alarms.keys()) held.alarms.set(name, alarm(name));
    const claim = alarmEvent({ alarmName: alarmName('canary'), state: { value: 'ALARM', reason: 'trust me' } });
    const trigger = parsed(claim);
    expect(trigger.kind).toBe('endpoint');
    if (trigger.kind === 'endpoint')
      expect(await step({ ports: portsOf(held), deployment: held.deployment }, trigger.policy)).toEqual({
        verdict: 'nothing',
        account: { outcome: 'ignored', because: 'no-breach' },
      });
    expect(held.shifts).toEqual([]);
  });
});

const notObjects = [
  undefined,
  null,
  true,
  0,
  7,
  Number.NaN,
  '',
  'sweep',
  '{"source":"aws.events"}',
  [],
  [alarmEvent()],
  {},
];
const wrongTypes = [null, 0, true, [], {}, ['aws.cloudwatch']];
const wrongNames = [
  undefined,
  null,
  7,
  true,
  [alarmName('canary')],
  { name: alarmName('canary') },
  '',
  ' ',
  alarmName('canary').toUpperCase(),
  `${alarmName('canary')} `,
  `${alarmName('canary')}\n`,
  `${alarmName('canary')}\u0000`,
  alarmName('third'),
  alarmName('canary', 'errors-4xx'),
  alarmName('canary', 'errors-5xx', 'churn-eu'),
  alarmName('canary', 'errors-5xx', '../fraud'),
  'rb/guard/fraud/canary',
  'rb/guard/',
  'rb/self/heartbeat',
  'prod-billing',
  '__proto__',
  'constructor',
  '<!here>',
  '\u202efraud',
  'x'.repeat(250_000),
];
const wrongEndpoints = [
  undefined,
  null,
  1,
  ['fraud'],
  {},
  '',
  'FRAUD',
  'fraud ',
  'churn-eu',
  'fraud/*',
  '*',
  '__proto__',
  'y'.repeat(250_000),
];

const corpus: readonly (readonly [string, unknown])[] = [
  ...notObjects.map((event) => ['is no event', event] as const),
  ...['account', 'source', 'detail-type', 'detail'].map((key) => [`lacks ${key}`, without(key)] as const),
  ...['account', 'source', 'detail-type'].flatMap((key) =>
    wrongTypes.map((value) => [`has a wrong ${key}`, { ...alarmEvent(), [key]: value }] as const),
  ),
  ...[null, 0, '', 'text', true, [], ['alarmName']].map(
    (detail) => ['has a wrong detail', alarmEvent(detail)] as const,
  ),
  ...wrongNames.map((alarmName) => ['is of no guard', alarmEvent({ alarmName })] as const),
  ...wrongEndpoints.map((name) => ['is of no guarded endpoint', endpointEvent(name)] as const),
  ...['999988887777', '', `${OURS} `, '11112222333', '*'].flatMap((account) => [
    ['is of a foreign account', alarmEvent(undefined, { account })] as const,
    ['is a foreign schedule', alarmEvent({}, { account, source: 'aws.events' })] as const,
  ]),
  ...['my.app', 'AWS.cloudwatch', 'aws.cloudwatch ', 'aws.s3', '', 'aws.'.repeat(50_000)].map(
    (source) => ['is of a forged source', alarmEvent(undefined, { source })] as const,
  ),
  ['has the name at the wrong place', { ...alarmEvent({}), alarmName: alarmName('canary') }],
  ['is a composite of strangers', alarmEvent({ alarmName: 'all', configuration: { alarmRule: alarmName('canary') } })],
];

describe('an event that is malformed, forged, foreign or of nobody', () => {
  test('comes in many kinds', () => {
    expect(corpus.length).toBeGreaterThan(90);
  });
  test.each(corpus.map(([why, event], place) => ({ place, why, event })))(
    '#$place, which $why, is refused, with a reason that a log can hold',
    ({ event }) => {
      const trigger = parsed(event);
      if (trigger.kind !== 'refused') throw new Error(`taken for ${trigger.kind}`);
      expect(trigger.because).toMatch(/\S/);
      expect(trigger.because.length).toBeLessThanOrEqual(500);
    },
  );
  test('reads, shifts, writes and tells nothing', async () => {
    const held = memory(world);
    const ports = portsOf(held);
    for (const [, event] of corpus) {
      const trigger = parsed(event);
      if (trigger.kind === 'endpoint') await step({ ports, deployment: world }, trigger.policy);
      if (trigger.kind === 'sweep') await sweep({ ports, deployment: world });
    }
    expect(held.done).toEqual([]);
  });
});
