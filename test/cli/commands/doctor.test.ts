import { beforeAll, describe, expect, test, vi } from 'vitest';
import { openAccount } from '../../../cli/account/account.ts';
import { findDeployed } from '../../../cli/account/deployed.ts';
import type { DoctorReport } from '../../../cli/commands/doctor/report.ts';
import { RIGHTS } from '../../../cli/commands/doctor/rights.ts';
import type { StatusReport } from '../../../cli/commands/status/report.ts';
import { DEPLOYED_RIGHTS } from '../../../cli/commands/status/rights.ts';
import { CODES, type Code } from '../../../cli/doctor/codes.ts';
import { AREAS, SEVERITIES } from '../../../cli/doctor/diagnose.ts';
import type { Finding } from '../../../cli/doctor/finding.ts';
import { endDrill } from '../../../lambdas/aws/ledger-drill.ts';
import { HEALTHY } from '../../../sim/play/healthy.ts';
import { BAD } from '../../../sim/scenarios/common.ts';
import { endpointName } from '../../builders.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import {
  ALARM_SEEDS,
  askerIn,
  FINAL_SEEDS,
  GRANT_SEEDS,
  HOP_SEEDS,
  OTHER_SEEDS,
  PEOPLE_SEEDS,
  type Places,
  type Seed,
} from './doctor-seeds.ts';
import { drive, makeWaits } from './drive.ts';
import { wholeSeconds } from './past.ts';
import { smallAccount } from './small-account.ts';

const ENDPOINTS = ['fraud-detector', 'FraudDetector-EU', 'fraud-observe'];
const account = smallAccount();
const type = (args: readonly string[], width = 80) =>
  account().type([...args, '--config', 'infra/demo.config.ts'], { width });
const examine = async (...args: readonly string[]) => {
  const { code, out } = await type(['doctor', '--json', ...args]);
  return { code, report: JSON.parse(out) as DoctorReport };
};
/** Each finding on one line. */
const told = ({ findings }: DoctorReport): readonly string[] =>
  findings.map(({ where, what, code, mend, command = '' }) => `${where}: ${what} [${code}] ${mend} ${command}`);

let parts: Places = {};

/** As `drill` leaves them. */
const drillAll = async (): Promise<void> => {
  // The first command tells this process where the small AWS is.
  await type(['doctor']);
  const { world } = account();
  const clients = openAccount({});
  const inTime = <Value>(work: Promise<Value>) => drive(world, makeWaits(world), work);
  ({ parts } = await inTime(findDeployed(clients, 'sagemaker-rollback')));
  const at = world.wires.clock.now();
  const drill = { id: 'drill-20260105T095700', by: 'ana', at, move: false, until: at + 600_000 };
  const record = { ...drill, result: { at, worked: true, broken: [] } };
  for (const endpoint of ENDPOINTS.map(endpointName))
    await inTime(endDrill(clients.dynamodb(), { table: parts['ledger'] ?? '', endpoint }, { record, facts: {} }));
};

/** No minute is bad by chance. */
const FLAWLESS = { ...HEALTHY, errorRatio5xx: 0, modelErrorRatio: 0 };

beforeAll(async () => {
  for (const endpoint of ENDPOINTS)
    for (const variant of ['stable', 'canary']) account().world.traffic.behave(endpoint, variant, FLAWLESS);
  await drillAll();
});

test('in a healthy account nothing is found, and each area says what was looked at', async () => {
  const { code, report } = await examine();
  expect({ code, findings: report.findings }).toEqual({ code: 0, findings: [] });
  expect(report.areas.every(({ state, checked }) => state === 'ok' && checked !== '')).toBe(true);
});

test('an endpoint that is not guarded is told with the one that was meant', async () => {
  expect(await type(['doctor', 'fraud-Detector'])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/did\syou\smean\sfraud-detector\?/),
  });
});

/** Does all of it, and answers how to undo it. */
const seeded = async (seeds: readonly Seed[], minutes: number): Promise<() => Promise<void>> => {
  const { world, passMinutes } = account();
  const mends = seeds.map(({ breaks }) => breaks({ world, parts, ask: askerIn(world) }));
  await passMinutes(minutes);
  return async () => {
    // Lambda takes one change at a time, and an alarm that is put anew has seen nothing yet.
    await passMinutes(0.1);
    for (const mend of mends.toReversed()) mend();
    await passMinutes(3);
  };
};

/** By area, the worst first. */
const codesShown = (): string =>
  AREAS.flatMap((area) =>
    SEVERITIES.flatMap((severity) =>
      Object.entries(CODES)
        .filter(([, known]) => known.area === area && known.severity === severity)
        .map(
          ([code, { means }]) =>
            `${(code === 'not-checked' ? 'any' : area).padEnd(10)} ${severity.padEnd(7)} ${code.padEnd(25)} ${means}`,
        ),
    ),
  ).join('\n');

const widest = (text: string) =>
  Math.max(...text.split('\n').map((row) => (/^ *(aws|npx) /.test(row) ? 0 : row.length)));

describe('what people and programs read of', () => {
  test('a healthy account', async () => {
    await expect((await type(['doctor'])).out).toMatchFileSnapshot('golden/doctor-healthy-80.txt');
  });

  describe('an ill one', () => {
    const wanted: readonly Code[] = ['alarm-threshold', 'rule-disabled', 'dead-letters', 'frozen'];
    const seeds = [...ALARM_SEEDS, ...HOP_SEEDS, ...PEOPLE_SEEDS].filter(({ code }) => wanted.includes(code));
    beforeAll(async () => {
      const mend = await seeded(seeds, 0);
      return mend;
    });

    test.each([80, 120])('at %i columns', async (width) => {
      const { code, out, err } = await type(['doctor'], width);
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(widest(out)).toBeLessThanOrEqual(width);
      await expect(out).toMatchFileSnapshot(`golden/doctor-${width}.txt`);
    });
    test('as JSON', async () => {
      const { out } = await type(['doctor', '--json']);
      await expect(wholeSeconds(out)).toMatchFileSnapshot('golden/doctor.json');
    });
    test('by one endpoint: what concerns the others only is left out', async () => {
      const { report } = await examine('fraud-observe');
      expect(report.findings.map(({ code }) => code)).toEqual(['rule-disabled', 'dead-letters', 'freeze-unknown']);
    });
    test('its page shows it', async () => {
      const { report } = await examine();
      const shown = { ...report, areas: report.areas.slice(0, 2), findings: report.findings.slice(0, 1) };
      await expectOnPage('docs/cli/doctor.md', {
        example: `$ npx sagemaker-rollback doctor\n${(await type(['doctor'])).out}`,
        json: wholeSeconds(JSON.stringify(shown, null, 2)),
        codes: codesShown(),
        rights: rightsShown(RIGHTS),
      });
    });
  });
});

const GROUPS: readonly (readonly [string, readonly Seed[], number])[] = [
  ['the alarms', ALARM_SEEDS, 0],
  // A changed configuration shows once Lambda is through with it.
  ['the hops', HOP_SEEDS, 0.1],
  ['the grants', GRANT_SEEDS, 0],
  ['people and the store', PEOPLE_SEEDS, 0],
  ['what goes not with those', OTHER_SEEDS, 0],
];

/** `status` does not read whether there is traffic, and has words of its own for the freeze. */
const ELSEWHERE: readonly Code[] = ['alarm-blind', 'freeze-unclear'];

describe.each(GROUPS)('what was done to %s is found:', (_, seeds, minutes) => {
  let found: readonly string[] = [];
  let codes: readonly string[] = [];
  let broken: readonly Finding[] = [];
  let status: readonly string[] = [];
  beforeAll(async () => {
    const mend = await seeded(seeds, minutes);
    const { report } = await examine();
    const { findings } = JSON.parse((await type(['status', '--json'])).out) as StatusReport;
    await mend();
    broken = report.findings.filter(({ severity }) => severity === 'broken');
    status = findings.filter(({ weight }) => weight === 'bad').map(({ what, mend: remedy }) => `${what} ${remedy}`);
    found = told(report);
    codes = [...new Set(report.findings.map(({ code }) => code))];
  });

  test.each(seeds)('$code', ({ says }) => {
    expect(found.filter((one) => says.test(one))).not.toEqual([]);
  });
  test('and status tells what leaves an endpoint unguarded, in the same words', () => {
    const timeless = (text: string): string => text.replace(/ \(\d+ s ago\)/, '');
    const said = status.map(timeless);
    const silent = broken.filter(
      ({ what, mend }) => !said.some((one) => one.includes(timeless(what)) && one.includes(mend)),
    );
    expect(silent.map(({ code }) => code).filter((code) => !ELSEWHERE.includes(code))).toEqual([]);
  });
  test('and nothing else is', () => {
    expect(codes.filter((code) => !seeds.some((seed) => seed.code === code))).toEqual([]);
  });
});

test('with an open incident, nothing is found in an account that is well', async () => {
  const { world, passMinutes } = account();
  world.traffic.behave('fraud-detector', 'canary', { ...HEALTHY, ...BAD });
  await passMinutes(3);
  const { out } = await type(['status', 'fraud-detector', '--json']);
  expect(JSON.parse(out)).toMatchObject({ endpoints: [{ incident: { open: true } }] });
  expect((await examine()).report.findings).toEqual([]);
  world.traffic.behave('fraud-detector', 'canary', FLAWLESS);
});

describe('by whom it is asked:', () => {
  const as = async (actions: readonly string[], UserName: string): Promise<DoctorReport> => {
    const ask = askerIn(account().world);
    ask('iam', 'CreateUser', { UserName });
    const Statement = [{ Effect: 'Allow', Action: actions, Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    ask('iam', 'PutUserPolicy', { UserName, PolicyName: 'own', PolicyDocument });
    const { AccessKey } = ask<{ AccessKey: { AccessKeyId: string } }>('iam', 'CreateAccessKey', { UserName });
    vi.stubEnv('AWS_ACCESS_KEY_ID', AccessKey.AccessKeyId);
    const { report } = await examine();
    vi.unstubAllEnvs();
    return report;
  };

  test('whoever has exactly its rights can read everything, and is told that they may not shift', async () => {
    const report = await as(
      RIGHTS.map(({ action }) => action),
      'ana',
    );
    expect(report.findings.map(({ code, where }) => [code, where])).toEqual([
      ['caller-may-not-shift', 'arn:aws:iam::111122223333:user/ana'],
    ]);
  });
  test('whoever may read next to nothing is told what was not checked, area by area', async () => {
    const report = await as(
      DEPLOYED_RIGHTS.map(({ action }) => action),
      'bob',
    );
    expect(report.findings.every(({ code }) => code === 'not-checked')).toBe(true);
    expect(report.areas.filter(({ state }) => state === 'ok')).toEqual([]);
    const denied = told(report).join('\n').toLowerCase();
    const asked = RIGHTS.slice(DEPLOYED_RIGHTS.length).map(({ action }) => action);
    expect(asked.filter((action) => !denied.includes(action.toLowerCase()))).toEqual(UNSAID);
  });
  /** Asked only of what was found before, or by what strategies need. */
  const UNSAID = [
    'sagemaker:DescribeEndpointConfig',
    'application-autoscaling:DescribeScalableTargets',
    'dynamodb:GetItem',
    'sagemaker:ListEndpoints',
    'cloudwatch:GetAlarmMuteRule',
    'events:ListTargetsByRule',
    'iam:GetRole',
    'sns:GetSubscriptionAttributes',
  ];
});

describe('what cannot be undone is found, too:', () => {
  let found: readonly string[] = [];
  beforeAll(async () => {
    await seeded(FINAL_SEEDS, 0);
    found = told((await examine()).report);
  });
  test.each(FINAL_SEEDS)('$code', ({ says }) => {
    expect(found.filter((one) => says.test(one))).not.toEqual([]);
  });
  test('that nobody is told at all', () => {
    expect(found.some((one) => one.includes('nobody is told of it at all [nobody-told]'))).toBe(true);
  });
});
