import type { CloudWatchClient, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { cloudwatchAlarms } from '../../lambdas/aws/alarms.ts';
import { sagemakerEndpoints } from '../../lambdas/aws/endpoints.ts';
import { existingAlarms } from '../../lambdas/domain/guards/on.ts';
import { lintExisting, lintSeen } from '../../lambdas/domain/lint/account.ts';
import type { Finding } from '../../lambdas/domain/lint/codes.ts';
import { lintConfig } from '../../lambdas/domain/lint/config.ts';
import { lintDefinition } from '../../lambdas/domain/lint/definition.ts';
import type { Place } from '../../lambdas/domain/lint/rules/variants.ts';
import type { Watch } from '../../lambdas/domain/lint/watch.ts';
import type { Fleet, Instant } from '../../lambdas/domain/model.ts';
import type { Deployment, Policy } from '../../lambdas/domain/policy.ts';
import { watched } from '../../lambdas/domain/watch-list.ts';
import { guardsIn } from '../../lambdas/loop/alarms-read.ts';
import type { Endpoints } from '../../lambdas/ports.ts';
import { type Blanks, makeBlanks, UNREAD, type Unread } from '../account/unread.ts';
import { readMutes } from '../doctor/inventory/alarms.ts';
import type { Session } from '../session.ts';
import { type Alarms, readAlarms } from './alarms.ts';
import { judgedOther, judgedOwn } from './judged.ts';
import { readPeriods } from './periods.ts';
import { toWatch } from './to-watch.ts';

/** What was looked at, and what was found. */
export type Survey = {
  readonly findings: readonly Finding[];
  /** Alarms of our guards, and alarms of others on the same endpoints. */
  readonly guards: number;
  readonly others: readonly string[];
  /** Of the others: nothing can be said of what they ask. */
  readonly unjudged: readonly string[];
  readonly unread: readonly string[];
};

type Eyes = {
  readonly blanks: Blanks;
  readonly client: CloudWatchClient;
  readonly endpoints: Pick<Endpoints, 'describe'>;
  readonly now: Instant;
  readonly alarms: Alarms;
  readonly muted: ReadonlySet<string>;
};

/** One endpoint after the other: two weeks of minutes are read of each. */
export const survey = async (
  session: Session,
  deployment: Deployment,
  policies: readonly Policy[],
): Promise<Survey> => {
  const { account, common, io } = session;
  const [blanks, client] = [makeBlanks(common), account.cloudwatch()];
  const config = lintConfig({ ...deployment, policies });
  const alarms = await blanks.tried('The alarms', () => readAlarms(client));
  if (alarms === UNREAD) return { findings: config, guards: 0, others: [], unjudged: [], unread: blanks.sentences() };
  const muted = await mutedIn(client, blanks);
  const eyes = { blanks, client, endpoints: sagemakerEndpoints(account.sagemaker()), now: io.clock(), alarms, muted };
  const each = policies.map((policy) => ({ deployment, policy, others: othersOn(policy, alarms, deployment) }));
  const found: Finding[] = [];
  for (const one of each) found.push(...(await findingsOf(eyes, one)));
  const others = each.flatMap((one) => one.others);
  return {
    findings: [...config, ...found],
    guards: policies.reduce((sum, policy) => sum + watched(deployment, policy).length, 0),
    others: others.map(nameOf),
    unjudged: others.filter((alarm) => toWatch(alarm) === undefined).map(nameOf),
    unread: blanks.sentences(),
  };
};

const nameOf = ({ AlarmName: name = '' }: MetricAlarm): string => name;

/** Whoever may not ask for mute rules learns the rest. */
const mutedIn = async (client: CloudWatchClient, { tried }: Blanks): Promise<ReadonlySet<string>> => {
  const mutes = await readMutes(client, {
    read: ({ name }, ask) => tried(name, ask),
    blank: () => undefined,
    findings: () => [],
  });
  return new Set(mutes === UNREAD ? [] : mutes.flatMap(({ alarms }) => alarms));
};

/** Alarms that are not ours, and name the endpoint in a dimension: people's own, and SageMaker's for its deployments. */
const othersOn = ({ endpoint }: Policy, alarms: Alarms, { name }: Deployment): readonly MetricAlarm[] =>
  [...alarms.values()].filter((alarm) => {
    const dimensions = [alarm, ...(alarm.Metrics ?? []).map(({ MetricStat }) => MetricStat?.Metric)];
    const isOurs = alarm.AlarmName?.startsWith(`${name}/`) === true;
    return !isOurs && dimensions.some((one) => (one?.Dimensions ?? []).some(({ Value }) => Value === endpoint));
  });

type OfEndpoint = {
  readonly deployment: Deployment;
  readonly policy: Policy;
  readonly others: readonly MetricAlarm[];
};

const findingsOf = async (eyes: Eyes, of: OfEndpoint): Promise<readonly Finding[]> => {
  const { blanks, client, now, alarms } = eyes;
  const { endpoint } = of.policy;
  const own = watched(of.deployment, of.policy).flatMap((one) => judgedOwn(of, one, alarms));
  const judged = [...own, ...of.others.flatMap(judgedOther)];
  const fleet = await fleetOf(eyes, of.policy);
  const place = placeOf(of.policy, fleet);
  const watches = judged.map(({ watch }) => watch);
  const periods = await blanks.tried(`The metrics of ${endpoint}`, () => readPeriods(client, watches, now));
  const existing = await existingOn(eyes, of.policy);
  const found = judged.flatMap(({ watch, alarm, isOurs }) => {
    // Of a guard of ours the config has told it, once for all of its alarms.
    const definition = isOurs ? [] : lintDefinition(watch, place);
    // What follows from a mistake in what it asks would only be told twice.
    const isSound = definition.every(({ severity }) => severity !== 'red');
    const read = periods === UNREAD || !isSound ? UNREAD : (periods.get(watch.name) ?? []);
    const seen = { now, alarm: alarm?.(eyes), serves: serves(watch, fleet), periods: read };
    return [...definition, ...lintSeen(watch, seen, endpoint)];
  });
  return [...found, ...existing];
};

/** Alarms that were there already, composite ones too: of what they ask nobody here says anything. */
const existingOn = async ({ blanks, client, muted }: Eyes, policy: Policy): Promise<readonly Finding[]> => {
  const names = existingAlarms([policy]);
  const ports = { ...cloudwatchAlarms(client), startingWith: async () => [] };
  const read = await blanks.tried(`Your own alarms on ${policy.endpoint}`, () => guardsIn(ports, '', [policy]));
  if (read === UNREAD) return [];
  return names.flatMap((name) => {
    const alarm = read.find((one) => one.name === name);
    const seen = alarm && { ...alarm, since: alarm.transitionedAt, muted: muted.has(name), changes: [] };
    return lintExisting(name, seen, policy.endpoint);
  });
};

const fleetOf = ({ blanks, endpoints }: Eyes, { endpoint }: Policy): Promise<Fleet | undefined | Unread> =>
  blanks.tried(`Endpoint ${endpoint}`, () => endpoints.describe(endpoint));

const placeOf = ({ endpoint, stable, canaries }: Policy, fleet: Fleet | undefined | Unread): Place => {
  const isKnown = fleet !== UNREAD && fleet !== undefined;
  const variants = isKnown ? new Set([stable, ...canaries, ...fleet.variants.map(({ name }) => name)]) : undefined;
  return { endpoint, canaries: canaries.length, variants: variants && [...variants] };
};

/** By its weight. Of what could not be read nobody says that it lacks data. */
const serves = ({ metrics }: Watch, fleet: Fleet | undefined | Unread): boolean => {
  if (fleet === UNREAD || fleet === undefined) return false;
  const serving = new Set<string>(fleet.variants.flatMap(({ name, weight }) => (weight > 0 ? [name] : [])));
  const variants = metrics.flatMap(({ dimensions }) => dimensions['VariantName'] ?? []);
  return variants.length === 0 ? serving.size > 0 : variants.every((variant) => serving.has(variant));
};
