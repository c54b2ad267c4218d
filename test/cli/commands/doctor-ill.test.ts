import { beforeAll, describe, expect, test } from 'vitest';
import type { DoctorReport } from '../../../cli/commands/doctor/report.ts';
import { linkFindings } from '../../../cli/commands/status/links.ts';
import type { Survey } from '../../../cli/commands/status/survey.ts';
import { CODES, type Code } from '../../../cli/doctor/codes.ts';
import { diagnose } from '../../../cli/doctor/diagnose.ts';
import { notChecked } from '../../../cli/doctor/finding.ts';
import type { LiveEndpoint } from '../../../cli/doctor/inventory/endpoints.ts';
import { type Inventory, takeInventory } from '../../../cli/doctor/inventory/inventory.ts';
import { openSession } from '../../../cli/session.ts';
import type { Fleet } from '../../../lambdas/domain/model.ts';
import { HEALTHY } from '../../../sim/play/healthy.ts';
import type { World } from '../../../sim/world.ts';
import { endpointName } from '../../builders.ts';
import { terminal } from '../terminal.ts';
import { drive, makeWaits } from './drive.ts';
import { smallAccount } from './small-account.ts';

const variant = (name: string, weight: number) => ({ name, weight, instances: 1 });

/** Endpoints that do not fit the demo's config, and hardly anybody who asks them. */
const furnishBadly = ({ parameters, sagemaker, traffic, slackWebhook }: World): void => {
  parameters.put('/sagemaker-rollback/slack-webhook', slackWebhook, 'SecureString');
  const endpoints = {
    'fraud-detector': [variant('stable', 0.3), variant('canary', 0.5), variant('extra', 0.2)],
    'frauddetector-eu': [variant('stable', 0.9), variant('canary', 0.1)],
    'fraud-observe': [variant('blue', 1)],
  };
  for (const [name, variants] of Object.entries(endpoints)) {
    sagemaker.create({ name, configName: `${name}-config-1`, variants });
    for (const one of variants) traffic.behave(name, one.name, HEALTHY);
    traffic.offer(name, { requestsPerMinute: 15, slowAboveMs: 500 });
  }
};

const account = smallAccount({ prepare: furnishBadly });
let inventory: Inventory;

beforeAll(async () => {
  const { world, type } = account();
  // The first command tells this process where the small AWS is.
  await type(['doctor']);
  const waits = makeWaits(world);
  const { io } = terminal(80, { clock: () => world.wires.clock.now(), wait: waits.wait });
  const session = openSession({ config: 'infra/demo.config.ts', json: false }, io);
  const read = async () => {
    const deployed = await session.deployed();
    return takeInventory({ session, deployed, policies: deployed.deployment.policies });
  };
  inventory = await drive(world, waits, read());
});

test('endpoints that do not fit the config are told one by one', async () => {
  const { code, out } = await account().type(['doctor', '--json', '--config', 'infra/demo.config.ts']);
  const { findings } = JSON.parse(out) as DoctorReport;
  const told = findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ code: kind, endpoint, what, mend }) => [kind, endpoint, `${what}. ${mend}`]);
  expect(code).toBe(1);
  expect(told).toEqual([
    ['stable-share', 'fraud-detector', expect.stringContaining('stable carries 30 % of the traffic, less than')],
    ['endpoint-missing', 'FraudDetector-EU', expect.stringMatching(/does not exist.*There is frauddetector-eu$/)],
    ['variant-missing', 'fraud-observe', expect.stringContaining('variant stable does not exist')],
    ['variant-missing', 'fraud-observe', expect.stringContaining('variant canary does not exist')],
    ['variant-unjudged', 'fraud-detector', expect.stringContaining('variant extra has 20 % of the traffic')],
    ['single-variant', 'fraud-observe', expect.stringContaining('one production variant, blue')],
    ['guard-blind', 'fraud-detector', expect.stringMatching(/^stable had at most \d+ requests in any of the last 15/)],
    ['guard-blind', 'fraud-detector', expect.stringMatching(/^canary had at most \d+ requests in any of the last 15/)],
  ]);
});

test('an endpoint that never had a drill is a note', () => {
  const drills = diagnose(inventory).filter(({ code }) => code === 'drill-old');
  expect(drills.map(({ endpoint, command }) => [endpoint, command])).toEqual(
    ['fraud-detector', 'FraudDetector-EU', 'fraud-observe'].map((name) => [
      name,
      `npx sagemaker-rollback drill ${name}`,
    ]),
  );
});

const NAME = endpointName('fraud-detector');
const DAY = 86_400_000;

const withEndpoint = (
  before: Inventory,
  change: (fleet: Fleet) => Partial<Fleet>,
  shadows: string[] = [],
): Inventory => {
  const live = before.endpoints.get(NAME) as Extract<LiveEndpoint, { fleet: Fleet }>;
  const changed: LiveEndpoint = { fleet: { ...live.fleet, ...change(live.fleet) }, shadows };
  return { ...before, endpoints: new Map([...before.endpoints, [NAME, changed]]) };
};

const withStatus = (before: Inventory, status: string): Inventory => ({
  ...before,
  deployed: { ...before.deployed, status },
});

const withDrill = (before: Inventory, ageMs: number, broken: readonly string[]): Inventory => {
  const at = before.now - ageMs;
  const result = { at, worked: broken.length === 0, broken };
  const drill = { id: 'drill-20260105T095700', by: 'ana', at, move: false, until: at, result };
  return { ...before, ledger: { ...before.ledger, drills: new Map([[NAME, drill]]) } };
};

type Odd = readonly [what: string, code: Code, says: RegExp, odd: (before: Inventory) => Inventory];

const ODD: readonly Odd[] = [
  [
    'a failed endpoint',
    'endpoint-unusable',
    /it is Failed \(no capacity\), and SageMaker changes no weights/,
    (before) => withEndpoint(before, () => ({ status: 'Failed', failureReason: 'no capacity' })),
  ],
  [
    'stable without instances',
    'stable-without-instances',
    /stable has no instances: a rollback would be held/,
    (before) =>
      withEndpoint(before, ({ variants }) => ({
        variants: variants.map((one) => (one.name === 'stable' ? { ...one, instances: 0 } : one)),
      })),
  ],
  [
    'a shadow variant',
    'shadow-variant',
    /its shadow variants \(next\) are neither judged nor moved/,
    (before) => withEndpoint(before, () => ({}), ['next']),
  ],
  [
    'a function that Lambda cannot run',
    'function-inactive',
    /it is Failed: The image is gone/,
    (before) => withSettings(before, { state: 'Failed', why: 'The image is gone' }),
  ],
  [
    'a function that runs as another role',
    'function-role',
    /it runs as arn:aws:iam::111122223333:role\/admin, deployed: \S+ReconcileRole/,
    (before) => withSettings(before, { role: 'arn:aws:iam::111122223333:role/admin' }),
  ],
  [
    'a role whose policy was deleted',
    'grant-missing',
    /it may nothing at all: its policy is gone/,
    (before) => {
      const { reconcile, notify } = before.roles;
      if (reconcile === 'unread' || reconcile.decisions === 'unread') return before;
      const decisions = reconcile.decisions.map((one) => ({ ...one, decision: 'implicitDeny' as const }));
      return { ...before, roles: { notify, reconcile: { ...reconcile, decisions } } };
    },
  ],
  [
    'a table that was deleted',
    'ledger-missing',
    /it does not exist: incidents are neither kept nor proved/,
    (before) => ({ ...before, ledger: { ...before.ledger, status: undefined } }),
  ],
  [
    'a table that is being restored',
    'ledger-missing',
    /it is CREATING, not ACTIVE/,
    (before) => ({ ...before, ledger: { ...before.ledger, status: 'CREATING' } }),
  ],
  ['a failed deploy', 'stack-failed', /it is UPDATE_FAILED/, (before) => withStatus(before, 'UPDATE_FAILED')],
  [
    'a deploy that was rolled back',
    'stack-rolled-back',
    /it is UPDATE_ROLLBACK_COMPLETE: the last deploy failed/,
    (before) => withStatus(before, 'UPDATE_ROLLBACK_COMPLETE'),
  ],
  [
    'a deploy that is under way',
    'stack-changing',
    /it is UPDATE_IN_PROGRESS: what is told here may be changing/,
    (before) => withStatus(before, 'UPDATE_IN_PROGRESS'),
  ],
  [
    'a clone of another version',
    'version-differs',
    /version 0\.0\.1 is deployed, and this clone is \d/,
    (before) => ({ ...before, deployed: { ...before.deployed, version: '0.0.1' } }),
  ],
  [
    'a config of another deployment',
    'config-differs',
    /it is that of another deployment, other: it was not compared/,
    (before) => withOwn(before, ({ deployment }) => ({ deployment: { ...deployment, name: 'other' } })),
  ],
  [
    'a config with another mode and concurrency',
    'config-differs',
    /fraud-detector differs in mode \(observe, deployed: auto\)/,
    (before) =>
      withOwn(before, ({ deployment }) => ({
        deployment: { ...deployment, policies: deployment.policies.map((one) => ({ ...one, mode: 'observe' })) },
      })),
  ],
  [
    'a config with another concurrency',
    'config-differs',
    /reservedConcurrency of reconcile is none, deployed: 5/,
    (before) => withOwn(before, () => ({ reservedConcurrency: undefined })),
  ],
  [
    'a config with mistakes',
    'config-unreadable',
    /cannot be deployed: .* It was not compared with what is deployed/,
    (before) => ({
      ...before,
      own: { kind: 'unreadable', file: 'rollback.config.ts', why: 'rollback.config.ts cannot be deployed: so it is.' },
    }),
  ],
  [
    'a drill that found something',
    'drill-failed',
    /in its last drill, .*, this did not work: delivery/,
    (before) => withDrill(before, DAY, ['delivery']),
  ],
  [
    'a drill of last spring',
    'drill-old',
    /its last drill was .* \(3\d days ago\), more than 30 days/,
    (before) => withDrill(before, 31 * DAY, []),
  ],
];

const withSettings = (before: Inventory, change: object): Inventory => {
  const { reconcile, notify } = before.handlers;
  if (reconcile.settings === undefined || reconcile.settings === 'unread') return before;
  return {
    ...before,
    handlers: { notify, reconcile: { ...reconcile, settings: { ...reconcile.settings, ...change } } },
  };
};

type Own = Extract<Inventory['own'], { kind: 'read' }>;

const withOwn = (before: Inventory, change: (config: Own['config']) => Partial<Own['config']>): Inventory =>
  before.own.kind === 'read'
    ? { ...before, own: { ...before.own, config: { ...before.own.config, ...change(before.own.config) } } }
    : before;

describe('what the small AWS cannot be brought to is found all the same:', () => {
  test.each(ODD)('%s', (_, code, says, odd) => {
    const found = diagnose(odd(inventory)).filter((one) => one.code === code);
    expect(found.map(({ what }) => what)).toContainEqual(expect.stringMatching(says));
    expect(diagnose(inventory).map(({ what }) => what)).not.toContainEqual(expect.stringMatching(says));
  });
});

test('status says in one line what of it could not be looked at, and calls nobody unguarded for that', () => {
  const said = { what: 'not readable', mend: 'ask' };
  const unread = ['role a', 'rule b', 'rule b'].map((where) => notChecked('hops', { where, ...said }));
  const survey: Survey = { now: inventory.now, endpoints: [], freeze: undefined, unread: [] };
  expect(linkFindings({ ...inventory, policies: [], unread }, survey)).toEqual([
    {
      weight: 'notice',
      kind: 'not-checked',
      what: 'Not checked, because it could not be read: role a and rule b',
      mend: 'npx sagemaker-rollback doctor',
    },
  ]);
});

test('every code says in a few words what it means', () => {
  for (const { means } of Object.values(CODES)) expect(means.length).toBeGreaterThan(10);
});
