import { expect, onTestFinished, test } from 'vitest';
import { SERVED } from '../../sim/models/served.ts';
import { emptyTemplate } from '../../sim/template/load.ts';
import type { ApiName } from '../../sim/types.ts';
import { makeWorld } from '../../sim/world.ts';
import { START } from './small-account.ts';

/** What an AWS client may call here, whatever else there is. The last services: what the template and its functions need. */
const PROMISED: Readonly<Partial<Record<ApiName, readonly string[]>>> = {
  sagemaker: [
    'CreateModel',
    'DescribeModel',
    'ListModels',
    'DeleteModel',
    'CreateEndpointConfig',
    'DescribeEndpointConfig',
    'ListEndpointConfigs',
    'DeleteEndpointConfig',
    'CreateEndpoint',
    'DescribeEndpoint',
    'ListEndpoints',
    'UpdateEndpoint',
    'DeleteEndpoint',
    'UpdateEndpointWeightsAndCapacities',
    'AddTags',
    'ListTags',
    'DeleteTags',
  ],
  'sagemaker-runtime': ['InvokeEndpoint'],
  cloudwatch: [
    'PutMetricAlarm',
    'PutCompositeAlarm',
    'DescribeAlarms',
    'DescribeAlarmHistory',
    'SetAlarmState',
    'EnableAlarmActions',
    'DisableAlarmActions',
    'DeleteAlarms',
    'PutMetricData',
    'GetMetricData',
    'GetMetricStatistics',
    'ListMetrics',
    'PutAlarmMuteRule',
    'GetAlarmMuteRule',
    'ListAlarmMuteRules',
    'DeleteAlarmMuteRule',
    'PutAnomalyDetector',
    'DescribeAnomalyDetectors',
    'DeleteAnomalyDetector',
  ],
  events: ['PutRule', 'PutTargets', 'RemoveTargets', 'DeleteRule', 'ListRules', 'PutEvents', 'TestEventPattern'],
  'application-autoscaling': ['RegisterScalableTarget', 'DeregisterScalableTarget', 'PutScalingPolicy'],
  sns: ['Publish', 'Subscribe', 'ConfirmSubscription', 'ListSubscriptionsByTopic'],
  sqs: ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'GetQueueUrl', 'GetQueueAttributes'],
  ssm: ['PutParameter', 'GetParameter'],
  dynamodb: ['GetItem', 'PutItem', 'Query', 'BatchGetItem', 'TransactWriteItems'],
  lambda: ['Invoke'],
  cloudformation: ['DescribeStacks'],
  iam: ['GetRole', 'GetRolePolicy', 'ListAttachedRolePolicies', 'SimulatePrincipalPolicy'],
  sts: ['AssumeRole', 'GetCallerIdentity'],
};

const world = async () => {
  const made = await makeWorld({ template: emptyTemplate(), seed: 1, start: START, faults: {} });
  onTestFinished(made.close);
  return new Map(made.parts.flatMap(({ api }) => (api ? [[api.name, Object.keys(api.operations)] as const] : [])));
};

test.each(Object.entries(PROMISED) as [ApiName, readonly string[]][])(
  '%s answers what is promised',
  async (name, operations) => {
    expect((await world()).get(name)).toEqual(expect.arrayContaining([...operations]));
  },
);

test('every operation that is answered has its model, by which the wire checks it', async () => {
  for (const [name, operations] of await world()) expect(SERVED[name]).toEqual(expect.arrayContaining(operations));
});
