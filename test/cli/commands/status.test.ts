import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StatusReport } from '../../../cli/commands/status/report.ts';
import { RIGHTS } from '../../../cli/commands/status/rights.ts';
import type { Fault, Part } from '../../../sim/types.ts';
import { call } from '../../sim/small-account.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import { atTenSeconds, livePast, wholeSeconds } from './past.ts';
import { smallAccount } from './small-account.ts';

const DEMO = ['--config', 'infra/demo.config.ts'];
const DENIED: Fault = {
  kind: 'error',
  code: 'AccessDeniedException',
  message: 'User: arn:aws:iam::111122223333:user/ana is not authorized to perform: x:Y on resource: z',
  status: 400,
};

/** What AWS refuses while a test wants it. */
const refused = new Set<string>();
const account = smallAccount({
  faults: { call: (api, operation) => (refused.has(`${api} ${operation}`) ? DENIED : undefined) },
});
const type = (args: readonly string[], width = 80) => account().type([...args, ...DEMO], { width });
const json = async (...args: readonly string[]) => {
  const { code, out } = await type(['status', '--json', ...args]);
  return { code, report: JSON.parse(out) as StatusReport };
};
const widest = (text: string) =>
  Math.max(...text.split('\n').map((row) => (/^ *(aws|npx) /.test(row) ? 0 : row.length)));

test('an account in which all is well is told so, and exits 0', async () => {
  const { code, out } = await type(['status']);
  expect({ code, first: out.split('\n')[0] }).toEqual({
    code: 0,
    first: 'All 3 endpoints are guarded, and no incident is open.',
  });
  expect((await json()).report).toMatchObject({ findings: [], unread: [] });
});

test("the adopter's own file is compared with what is deployed", async () => {
  const { code, out } = await account().type(['status']);
  expect(code).toBe(0);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    '· rollback.config.ts differs: it guards my-endpoint, and what is deployed does not. · rollback.config.ts differs: it no longer guards fraud-detector, FraudDetector-EU and fraud-observe, and what is deployed still does. See it with npx cdk diff',
  );
});

test('an endpoint that is not guarded is told with the one that was meant', async () => {
  expect(await type(['status', 'fraud-Detector'])).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/guards no endpoint\sfraud-Detector;\sdid\syou\smean\sfraud-detector\?/),
  });
});

describe('what cannot be read is said, and the rest is shown:', () => {
  test.each([
    ['cloudwatch DescribeAlarms', 'The alarms of the guards could not be read: arn:aws:iam::111122223333:user/ana'],
    ['sns ListSubscriptionsByTopic', 'Who gets the messages could not be read: arn:aws:iam::111122223333:user/ana'],
    ['sagemaker DescribeEndpoint', 'Endpoint fraud-detector could not be read: arn:aws:iam::111122223333:user/ana'],
    ['dynamodb BatchGetItem', 'The ledger did not answer: arn:aws:iam::111122223333:user/ana may not'],
    ['ssm GetParameter', 'The freeze switch, SSM parameter /sagemaker-rollback/freeze, did not answer: arn:'],
    [
      'cloudwatch GetMetricData',
      'The metrics of fraud-detector did not answer: arn:aws:iam::111122223333:user/ana may not',
    ],
  ])('%s', async (call, sentence) => {
    refused.add(call);
    const { code, report } = await json('fraud-detector');
    refused.clear();
    expect(code).toBe(1);
    expect(report.unread).toContainEqual(expect.stringContaining(sentence));
    expect(report.endpoints).toMatchObject([{ endpoint: 'fraud-detector', gaps: [] }]);
  });
  test('nothing is claimed of incidents while the ledger is silent, nor of requests without metrics', async () => {
    refused.add('dynamodb BatchGetItem').add('cloudwatch GetMetricData');
    const one = (await type(['status', 'fraud-detector'])).out;
    const all = (await type(['status'])).out;
    refused.clear();
    expect(one).toMatch(/^fraud-detector: not everything could be read\.\n/);
    expect(one).toMatch(/^Incident +not read$/m);
    expect(one).toMatch(/errors-5xx-gross +canary .* not read$/m);
    expect(all).toMatch(/^Not everything could be read\.\n/);
    expect(all).toMatch(/^fraud-detector .* not read$/m);
  });
});

describe('with a past:', () => {
  beforeAll(() => livePast(account()));
  beforeEach(() => atTenSeconds(account()));

  test.each([80, 120])('the fleet at %i columns', async (width) => {
    const { code, out, err } = await type(['status'], width);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(widest(out)).toBeLessThanOrEqual(width);
    await expect(out).toMatchFileSnapshot(`golden/status-${width}.txt`);
  });

  test.each([
    ['fraud-detector', 80],
    ['FraudDetector-EU', 80],
    ['fraud-observe', 120],
  ] as const)('%s in full, at %i columns', async (endpoint, width) => {
    const { out } = await type(['status', endpoint], width);
    expect(widest(out)).toBeLessThanOrEqual(width);
    await expect(out).toMatchFileSnapshot(`golden/status-${endpoint}-${width}.txt`);
  });

  test('as JSON', async () => {
    const { out } = await type(['status', '--json']);
    await expect(wholeSeconds(out)).toMatchFileSnapshot('golden/status.json');
  });

  test('its page shows it', async () => {
    const { report } = await json();
    const [first] = report.endpoints;
    const shown = {
      ...report,
      endpoints: [{ ...first, guards: first?.guards.slice(0, 1) }],
      findings: report.findings.slice(0, 1),
    };
    await expectOnPage('docs/cli/status.md', {
      example: `$ npx sagemaker-rollback status\n${(await type(['status'])).out}`,
      json: wholeSeconds(JSON.stringify(shown, null, 2)),
      rights: rightsShown(RIGHTS),
    });
  });

  test('a gap is told with its mend, and exits 1', async () => {
    const cloudwatch = partNamed('cloudwatch');
    const alarm = 'sagemaker-rollback/guard/FraudDetector-EU/canary/errors-5xx';
    call(cloudwatch, 'DisableAlarmActions', { AlarmNames: [alarm] });
    call(cloudwatch, 'DeleteAlarms', { AlarmNames: [`${alarm}-gross`] });
    const { code, out } = await type(['status', 'FraudDetector-EU']);
    expect(code).toBe(1);
    expect(out).toMatch(/^FraudDetector-EU is not fully guarded: 2 gaps\.\n/);
    expect(out).toMatch(/errors-5xx-gross +canary +missing +– +5 % plus 3/);
    expect(out).toContain(`    aws cloudwatch enable-alarm-actions --alarm-names '${alarm}'\n`);
    expect((await type(['status'])).out).toMatch(/FraudDetector-EU +auto .* 7 well +\S+ min ago +UNGUARDED\n/);
  });
});

const partNamed = (name: string): Part => {
  const found = account().world.parts.find(({ api }) => api?.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};
