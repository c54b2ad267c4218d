import type { CloudWatchClient, GetMetricDataCommand, MetricAlarm, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SSMClient } from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { toAlarm } from '../../lambdas/aws/alarms.ts';
import { sagemakerEndpoints } from '../../lambdas/aws/endpoints.ts';
import { ssmFreeze } from '../../lambdas/aws/freeze.ts';
import { dynamoLedger } from '../../lambdas/aws/ledger.ts';
import { cloudwatchTraffic } from '../../lambdas/aws/traffic.ts';
import type { Ports } from '../../lambdas/ports.ts';
import { alarmName, deployment, policy } from '../builders.ts';
import { type Memory, memory, portsOf } from '../memory.ts';
import { ERRORS } from './aws-errors.ts';
import { DESCRIPTIONS, GOOD_DESCRIPTIONS } from './endpoints.ts';
import { ODD_ALARMS, REASONS_OF_ALARMS, SERIES } from './evidence.ts';
import { armed, came, expectNoTrouble, handled, quiet } from './handled.ts';
import { type Answer, answeredWith, isOfTheClient } from './transport.ts';

let answer: Answer = { status: 500, body: '' };
const sagemaker = sagemakerEndpoints(new SageMakerClient(answeredWith(() => answer)));

/** The world of `held`, but for what SageMaker describes. */
const describedBy = (held: Memory, of: Answer): Partial<Ports> => {
  answer = of;
  return { endpoints: { ...portsOf(held).endpoints, describe: sagemaker.describe } };
};

/** A look that fails is accounted for: Lambda tries again and dead-letters it, and an alarm pages. */
const orFailed = (outcome: Promise<string>): Promise<string> =>
  outcome.catch((error: unknown) => {
    if (isOfTheClient(error) || (error instanceof Error && error.message.startsWith('SageMaker describes')))
      return 'failed';
    throw error;
  });

test('F13 F21 F22 F24 F25: an endpoint that cannot be shifted is left alone; a reply that describes none fails the look', () =>
  expectNoTrouble(DESCRIPTIONS, async (body) => {
    const held = armed();
    const outcome = await orFailed(handled(held, { ports: describedBy(held, { status: 200, body }) }));
    return came(outcome, held, ['hold', 'nothing', 'failed']);
  }));

test.each(GOOD_DESCRIPTIONS)('F23 F26: an endpoint made of $name is shifted', async ({ input: body }) => {
  const held = armed();
  expect(await handled(held, { ports: describedBy(held, { status: 200, body }) })).toBe('roll-back');
});

test('F40 F42 F43: an error when the endpoint is described fails the look, as the client says it', () =>
  expectNoTrouble(ERRORS, async (error) => {
    const held = armed();
    return came(await orFailed(handled(held, { ports: describedBy(held, error) })), held, ['failed']);
  }));

test('F40 F41 F43: an error in answer to a shift is an answer, and never a throw', () =>
  expectNoTrouble(ERRORS, async (error) => {
    answer = error;
    const { kind } = await sagemaker.shift(policy().endpoint, { stable: 1 });
    return ['refused', 'lost', 'busy'].includes(kind) ? undefined : `was ${kind}`;
  }));

test('S11: an error when the freeze switch is read leaves it unread, and nothing is moved', () => {
  const client = new SSMClient(answeredWith(() => answer));
  return expectNoTrouble(ERRORS, async (error) => {
    answer = error;
    const held = armed();
    const freeze = ssmFreeze(client, '/rb/freeze', { clock: () => held.now, log: () => undefined });
    return came(await handled(held, { ports: { freeze } }), held, ['hold']);
  });
});

test('F45: an error when the ledger is read leaves it unread', () => {
  const { head } = dynamoLedger(new DynamoDBClient(answeredWith(() => answer)), 'Ledger', () => undefined);
  return expectNoTrouble(ERRORS, async (error) => {
    answer = error;
    const { version, incident } = await head(policy().endpoint);
    return version === 'unknown' && incident === undefined ? undefined : 'was read';
  });
});

/** The alarms of `held`, the canary's as CloudWatch describes it. */
const alarmedBy = (held: Memory, canary: MetricAlarm): Partial<Ports> => {
  const others = [...held.alarms.values()].filter(({ name }) => name !== alarmName('canary'));
  const all = () => Promise.resolve([...others, toAlarm(canary)]);
  return { alarms: { named: all, startingWith: all } };
};

test('S2: an alarm whose reason does not hold rolls nothing back', () =>
  expectNoTrouble(REASONS_OF_ALARMS, async (alarm) => {
    const held = armed();
    return came(await handled(held, { ports: alarmedBy(held, alarm) }), held, ['hold']);
  }));

test('F30 F32: an alarm whose clock or state is odd comes to a verdict', () =>
  expectNoTrouble(ODD_ALARMS, async (alarm) => {
    const held = memory(deployment(policy({ mode: 'observe' })));
    return came(await handled(held, { ports: alarmedBy(held, alarm) }), held);
  }));

/** The same series in answer to each question. */
const measuring = (series: MetricDataResult): CloudWatchClient => {
  const send = ({ input }: GetMetricDataCommand) =>
    Promise.resolve({ MetricDataResults: (input.MetricDataQueries ?? []).map(({ Id }) => ({ ...series, Id })) });
  return { send } as unknown as CloudWatchClient;
};

test('F29: metrics that make no sense come to a verdict, and move nothing where no guard is broken', () =>
  expectNoTrouble(SERIES, async (series) => {
    const held = quiet();
    return came(await handled(held, { ports: { traffic: cloudwatchTraffic(measuring(series)) } }), held);
  }));
