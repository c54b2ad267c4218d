import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { LintReport } from '../../../cli/commands/lint/report.ts';
import { RIGHTS } from '../../../cli/commands/lint/rights.ts';
import { CODES, type Severity } from '../../../lambdas/domain/lint/codes.ts';
import { HEALTHY } from '../../../sim/play/healthy.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import { askerIn, guard } from './doctor-seeds.ts';
import { wholeSeconds } from './past.ts';
import { smallAccount } from './small-account.ts';

const ENDPOINTS = ['fraud-detector', 'FraudDetector-EU', 'fraud-observe'];
const account = smallAccount();
const type = (args: readonly string[], width = 80) =>
  account().type(['lint', ...args, '--config', 'infra/demo.config.ts'], { width });
const lint = async (...args: readonly string[]) => {
  const { code, out } = await type(['--json', ...args]);
  return { code, report: JSON.parse(out) as LintReport };
};
const ask = (operation: string, input: object) => askerIn(account().world)('cloudwatch', operation, input);

/** No minute is bad by chance. */
const FLAWLESS = { ...HEALTHY, errorRatio5xx: 0, modelErrorRatio: 0 };

const own = (AlarmName: string, over: object) => ({
  AlarmName,
  Namespace: 'AWS/SageMaker',
  MetricName: 'Invocation5XXErrors',
  Dimensions: [
    { Name: 'EndpointName', Value: 'fraud-detector' },
    { Name: 'VariantName', Value: 'canary' },
  ],
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 2,
  Threshold: 0.05,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
  ...over,
});

/** The last is as it should be. */
const OWN_ALARMS = [
  own('EndToEndDeploymentHighErrorRateAlarm', { MetricName: 'Invocation4XXErrors', Period: 600, Threshold: 1 }),
  own('slow', {
    MetricName: 'ModelLatency',
    Statistic: undefined,
    ExtendedStatistic: 'p99',
    Threshold: 500,
    EvaluateLowSampleCountPercentile: 'ignore',
  }),
  own('renamed', {
    Dimensions: [
      { Name: 'EndpointName', Value: 'fraud-detector' },
      { Name: 'VariantName', Value: 'canary-2' },
    ],
  }),
  own('strict', {
    MetricName: 'ModelLatency',
    Statistic: undefined,
    ExtendedStatistic: 'p99',
    Threshold: 20_000,
    EvaluateLowSampleCountPercentile: 'ignore',
  }),
  own('well', {}),
];

beforeAll(async () => {
  for (const endpoint of ENDPOINTS)
    for (const variant of ['stable', 'canary']) account().world.traffic.behave(endpoint, variant, FLAWLESS);
});

test('of a deployment as it is shipped, in a healthy account, nothing is said', async () => {
  const { code, report } = await lint();
  expect({ code, findings: report.findings, unread: report.unread }).toEqual({ code: 0, findings: [], unread: [] });
  expect(report.checked).toEqual({ guards: 24, others: [], unjudged: [] });
});

test('an endpoint that is not guarded is told', async () => {
  expect(await type(['fraud'])).toMatchObject({ code: 2, err: expect.stringContaining('guards no endpoint fraud') });
});

const SEVERITIES: readonly Severity[] = ['red', 'unguarded', 'warning'];
const codesShown = (): string =>
  SEVERITIES.flatMap((severity) =>
    Object.entries(CODES)
      .filter(([, known]) => known.severity === severity)
      .map(([code, { means }]) => `${severity.padEnd(10)} ${code.padEnd(23)} ${means}`),
  ).join('\n');

describe('alarms that are wrong, ours and others', () => {
  beforeAll(async () => {
    for (const alarm of OWN_ALARMS) ask('PutMetricAlarm', alarm);
    ask('DeleteAlarms', { AlarmNames: [guard('fraud-observe', 'canary', 'latency-p99')] });
    ask('DisableAlarmActions', { AlarmNames: [guard('fraud-detector', 'canary', 'errors-5xx')] });
    await account().passMinutes(3);
  });

  test('are found, each by its code and by nothing else', async () => {
    const { code, report } = await lint();
    expect(code).toBe(1);
    expect(report.findings.map(({ severity, code: of, where }) => [severity, of, where])).toEqual([
      ['red', 'cannot-reach', 'alarm EndToEndDeploymentHighErrorRateAlarm'],
      ['red', 'variant-unknown', 'alarm renamed'],
      ['red', 'unit-latency', 'alarm slow'],
      ['unguarded', 'alarm-disabled', `alarm ${guard('fraud-detector', 'canary', 'errors-5xx')}`],
      ['unguarded', 'alarm-missing', `alarm ${guard('fraud-observe', 'canary', 'latency-p99')}`],
      ['warning', 'usual-beyond', 'alarm strict'],
    ]);
    expect(report.checked.others).toEqual(OWN_ALARMS.map(({ AlarmName }) => AlarmName).toSorted());
  });
  test('by one endpoint: the others are left out', async () => {
    const { report } = await lint('fraud-observe');
    expect(report.findings.map(({ code }) => code)).toEqual(['alarm-missing']);
  });
  test.each([80, 120])('are told to people at %i columns', async (width) => {
    const { out, err } = await type([], width);
    expect(err).toBe('');
    const widest = Math.max(...out.split('\n').map((row) => (/^ *(aws|npx) /.test(row) ? 0 : row.length)));
    expect(widest).toBeLessThanOrEqual(width);
    await expect(out).toMatchFileSnapshot(`golden/lint-${width}.txt`);
  });
  test('are told to programs', async () => {
    const { out } = await type(['--json']);
    await expect(wholeSeconds(out)).toMatchFileSnapshot('golden/lint.json');
  });
  test('its pages show it', async () => {
    const { report } = await lint();
    const { out } = await type([]);
    const shown = { command: 'lint', version: 1, ...report, findings: report.findings.slice(0, 1) };
    await expectOnPage('docs/cli/lint.md', {
      example: `$ npx sagemaker-rollback lint\n${out}`,
      json: wholeSeconds(JSON.stringify(shown, null, 2)),
      rights: rightsShown(RIGHTS),
    });
    await expectOnPage('docs/lint.md', { codes: codesShown() });
  });
  test('whoever may read nothing but the deployment is told what was not checked', async () => {
    const asker = askerIn(account().world);
    asker('iam', 'CreateUser', { UserName: 'bob' });
    const Statement = [{ Effect: 'Allow', Action: RIGHTS.slice(0, 2).map(({ action }) => action), Resource: '*' }];
    asker('iam', 'PutUserPolicy', {
      UserName: 'bob',
      PolicyName: 'own',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    });
    const { AccessKey } = asker<{ AccessKey: { AccessKeyId: string } }>('iam', 'CreateAccessKey', { UserName: 'bob' });
    vi.stubEnv('AWS_ACCESS_KEY_ID', AccessKey.AccessKeyId);
    const { code, report } = await lint();
    vi.unstubAllEnvs();
    expect({ code, findings: report.findings }).toEqual({ code: 1, findings: [] });
    expect(report.unread).toEqual([expect.stringContaining('cloudwatch:DescribeAlarms')]);
  });
});
