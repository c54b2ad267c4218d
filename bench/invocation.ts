import { ALARM } from './replies.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';

/** What EventBridge hands to `reconcile` when the alarm goes off. */
export const alarmEvent = (alarm = ALARM): string =>
  JSON.stringify({
    version: '0',
    id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: ACCOUNT,
    time: new Date().toISOString(),
    region: REGION,
    resources: [`arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${alarm}`],
    detail: { alarmName: alarm, state: { value: 'ALARM' }, previousState: { value: 'OK' } },
  });

/** The same of the schedule. */
export const sweepEvent = (): string =>
  JSON.stringify({
    version: '0',
    id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: ACCOUNT,
    time: new Date().toISOString(),
    region: REGION,
    resources: [`arn:aws:events:${REGION}:${ACCOUNT}:rule/sweep`],
    detail: {},
  });

export const lambdaContext = (): string =>
  JSON.stringify({
    functionName: 'reconcile',
    invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:reconcile`,
    awsRequestId: '8f507cfc-xmpl-4697-b07a-ac58fc914c95',
  });

/** The variables that Lambda and the template would set, and nothing of this machine's own. */
export const environmentOf = (url: string): Readonly<Record<string, string>> => ({
  AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'token',
  AWS_REGION: REGION,
  AWS_ENDPOINT_URL: url,
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'reconcile',
  ROLLBACK_TABLE: 'ledger',
  ROLLBACK_ONCALL_TOPIC: `arn:aws:sns:${REGION}:${ACCOUNT}:oncall`,
  ROLLBACK_PAGER_TOPIC: `arn:aws:sns:${REGION}:${ACCOUNT}:pager`,
  ROLLBACK_FREEZE_PARAMETER: '/sagemaker-rollback/freeze',
});
