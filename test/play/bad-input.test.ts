import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { STORY_START } from '../../sim/play/play.ts';
import { loadTemplate } from '../../sim/template/load.ts';
import type { Template } from '../../sim/template/template.ts';
import type { JournalLine, Principal } from '../../sim/types.ts';
import type { World } from '../../sim/world.ts';
import { linesOf, lived } from './played.ts';

const SECOND = 1_000;
const ACCOUNT = '111122223333';
const ARN = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${rest}`;

let world: World;
let template: Template;
beforeAll(async () => {
  template = loadTemplate(inject('demoTemplate'));
  world = await lived('bad-canary', 0.5);
});
afterAll(() => world.close());

const idOf = (type: string, prefix: string): string => {
  const found = Object.entries(template.resources).find(([id, { type: its }]) => its === type && id.startsWith(prefix));
  if (found === undefined) throw new Error(`the template has no ${type} ${prefix}`);
  return found[0];
};

/** Invokes Reconcile as the alarm rule would, and answers what happened on account of it. */
const deliver = async (payload: unknown): Promise<readonly JournalLine[]> => {
  const rule: Principal = {
    kind: 'service',
    service: 'events.amazonaws.com',
    sourceArn: ARN('events', `rule/${idOf('AWS::Events::Rule', 'TriggersAlarmChanged')}`),
  };
  const { journal, functions, clock } = world.wires;
  const before = journal.lines.length;
  const to = ARN('lambda', `function:${idOf('AWS::Lambda::Function', 'ReconcileHandler')}`);
  expect(functions.invoke(rule, to, payload)).toEqual({ allowed: true });
  await world.run({ until: clock.now() + 2 * SECOND });
  const all = journal.lines.slice(before);
  const [invoked] = linesOf(all, 'invoke');
  return all.filter((line) => line['requestId'] === invoked?.['requestId']);
};

const EVENT = {
  version: '0',
  id: '00000000-0000-0000-0000-000000000000',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: ACCOUNT,
  time: new Date(STORY_START).toISOString(),
  region: 'eu-west-1',
  resources: [],
  detail: { alarmName: 'sagemaker-rollback/guard/fraud-detector/canary/errors-5xx', state: { value: 'ALARM' } },
};
const alarmed = (alarmName: unknown) => ({ ...EVENT, detail: { ...EVENT.detail, alarmName } });
const changed = (EndpointName: unknown) => ({ ...EVENT, source: 'aws.sagemaker', detail: { EndpointName } });
const { detail: _left, ...WITHOUT_DETAIL } = EVENT;

test.each<[string, unknown, RegExp]>([
  ['nothing', null, /malformed/],
  ['an empty object', {}, /malformed/],
  ['a list', [EVENT], /malformed/],
  ['a text', 'ALARM', /malformed/],
  ['a number', 7, /malformed/],
  ['an event without detail', WITHOUT_DETAIL, /malformed/],
  ['an event whose detail is a text', { ...EVENT, detail: 'ALARM' }, /malformed/],
  ['an event whose account is a number', { ...EVENT, account: Number(ACCOUNT) }, /malformed/],
  ['an event of another account', { ...EVENT, account: '999999999999' }, /account 999999999999/],
  ['an event of an unknown source', { ...EVENT, source: 'com.example' }, /com\.example/],
  ['an SNS message about the alarm', { Records: [{ Sns: { Message: JSON.stringify(EVENT) } }] }, /malformed/],
  ['an alarm of nobody', alarmed('cpu-too-high'), /cpu-too-high/],
  ['an alarm without a name', alarmed(undefined), /no guard/],
  ['an alarm whose name is a list', alarmed(['a']), /no guard/],
  ['a guard of an unknown endpoint', alarmed('sagemaker-rollback/guard/another/canary/errors-5xx'), /another/],
  ['a guard that is not promised', alarmed('sagemaker-rollback/guard/fraud-detector/canary/no-such'), /no-such/],
  ['a guard in other letters', alarmed(EVENT.detail.alarmName.toUpperCase()), /no guard/],
  ['an alarm on the automation itself', alarmed('sagemaker-rollback/self/errors'), /no guard/],
  ['an unknown endpoint', changed('another'), /another/],
  ['an endpoint in other letters', changed('Fraud-Detector'), /Fraud-Detector/],
  ['an endpoint named like a part of every object', changed('__proto__'), /__proto__/],
  ['a name of two hundred kilobytes', changed('x'.repeat(200_000)), /^no policy guards the endpoint "x{9}/],
])('F04: %s is refused, logged, and changes nothing', async (_, payload, because) => {
  const lines = await deliver(payload);
  expect(linesOf(lines, 'call')).toEqual([]);
  const [triggered, ...more] = linesOf(lines, 'log');
  expect(more).toMatchObject([{ message: 'accounted', outcome: 'rejected' }]);
  expect(triggered).toMatchObject({ message: 'triggered', by: 'refused', because: expect.stringMatching(because) });
  expect(String(triggered?.['because']).length).toBeLessThanOrEqual(500);
  expect(linesOf(lines, 'return')).toMatchObject([{ outcome: 'ok' }]);
});

test('a true event is not refused, so that the refusals above mean something', async () => {
  const lines = await deliver(EVENT);
  expect(linesOf(lines, 'log')[0]).toMatchObject({ message: 'triggered', by: 'endpoint' });
  expect(linesOf(lines, 'call', { operation: 'DescribeEndpoint' })).toHaveLength(1);
});

test('an event that claims an alarm which is not there moves nothing: only what is read counts', async () => {
  const lines = await deliver(EVENT);
  expect(linesOf(lines, 'log', { message: 'decided' })).toMatchObject([{ verdict: 'nothing' }]);
  const writes = /^(UpdateEndpoint|TransactWrite|PutItem|Publish)/;
  expect(linesOf(lines, 'call').filter(({ operation }) => writes.test(String(operation)))).toEqual([]);
});
