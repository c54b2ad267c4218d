import type { LambdaClient } from '@aws-sdk/client-lambda';
import { endpointArnName } from '../../../lambdas/contract.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import type { Deployed } from '../../account/deployed.ts';
import { UNREAD, type Unread } from '../../account/unread.ts';
import type { Session } from '../../session.ts';
import type { Finding } from '../finding.ts';
import { type Promised, placeOf } from '../promised/promised.ts';
import type { Place } from '../promised/resolve.ts';
import { type LiveAlarm, type Mute, readAlarms, readMutes } from './alarms.ts';
import { type Endpoints, readEndpoints, readTraffic, type Traffics } from './endpoints.ts';
import { type Caller, type LiveRole, readCaller, readRole } from './grants.ts';
import { type Handler, type LiveQueue, type LiveRule, readHandler, readQueue, readRule } from './hops.ts';
import { type Own, readOwn } from './own.ts';
import { readTopics, readWebhooks, type Topics, type Webhooks } from './people.ts';
import { type Live, makeReader, type Reader } from './reader.ts';
import { readPromised } from './stack.ts';
import { type Ledger, type LiveFreeze, readFreeze, readLedger } from './store.ts';
import { NO_STRATEGIES, readStrategies, type Strategies, strategistIn } from './strategies.ts';

/** What there is, beside what was deployed. Undefined: it does not exist. */
export type Inventory = {
  readonly now: Instant;
  readonly deployed: Deployed;
  readonly place: Place;
  /** Of the endpoints that were asked for. */
  readonly policies: readonly Policy[];
  readonly promised: Promised | Unread;
  readonly endpoints: Endpoints;
  readonly alarms: ReadonlyMap<string, LiveAlarm> | Unread;
  readonly mutes: readonly Mute[] | Unread;
  readonly traffic: Traffics;
  readonly rules: Readonly<Record<RulePart, Live<LiveRule>>>;
  readonly handlers: OfFunctions<Handler>;
  readonly roles: OfFunctions<LiveRole | Unread>;
  readonly strategies: Strategies;
  readonly queues: Readonly<Record<QueuePart, Live<LiveQueue>>>;
  readonly topics: Topics;
  readonly webhooks: Webhooks;
  readonly ledger: Ledger;
  readonly freeze: Live<LiveFreeze>;
  readonly caller: Caller | Unread;
  readonly own: Own;
  /** What could not be read, a finding each. */
  readonly unread: readonly Finding[];
};

export type RulePart = 'alarmRule' | 'endpointRule' | 'sweepRule';
export type FunctionPart = 'reconcile' | 'notify' | 'strategist';

/** Each function has one; undefined: the deployment has no strategist, because no policy asks for it. */
type OfFunctions<Part> = Readonly<Record<'reconcile' | 'notify', Part>> & { readonly strategist?: Part | undefined };
export type QueuePart = 'handOverDeadLetters' | 'executionDeadLetters';

/** What is asked about: these endpoints of a deployment. */
export type Reading = { readonly session: Session; readonly deployed: Deployed; readonly policies: readonly Policy[] };

/** All at once: some 50 calls, and two more for each further endpoint. */
export const takeInventory = async (reading: Reading): Promise<Inventory> => {
  const reader = makeReader(reading.session.common);
  const [links, rest] = await Promise.all([readLinks(reading, reader), readRest(reading, reader)]);
  return complete(reading, reader, { ...links, ...rest });
};

/** What every rollback rests on, and not the endpoints themselves. Some 40 calls, however many there are. */
export const takeLinks = async (reading: Reading): Promise<Inventory> => {
  const reader = makeReader(reading.session.common);
  const links = await readLinks(reading, reader);
  return complete(reading, reader, { ...links, ...NOT_READ });
};

type Links = Pick<Inventory, 'promised' | 'roles' | 'alarms' | 'rules' | 'handlers' | 'topics' | 'webhooks'>;
type Rest = Pick<
  Inventory,
  'endpoints' | 'strategies' | 'mutes' | 'traffic' | 'queues' | 'ledger' | 'freeze' | 'caller' | 'own'
>;

const NOT_READ: Rest = {
  endpoints: new Map(),
  strategies: NO_STRATEGIES,
  mutes: UNREAD,
  traffic: new Map(),
  queues: { handOverDeadLetters: UNREAD, executionDeadLetters: UNREAD },
  ledger: { status: UNREAD, recovers: UNREAD, drills: UNREAD },
  freeze: UNREAD,
  caller: UNREAD,
  own: { kind: 'none' },
};

const complete = ({ session, deployed, policies }: Reading, reader: Reader, read: Links & Rest): Inventory => ({
  now: session.io.clock(),
  deployed,
  place: placeOf(deployed),
  policies,
  ...read,
  unread: reader.findings(),
});

const readLinks = ({ session: { account }, deployed, policies }: Reading, reader: Reader): Promise<Links> => {
  const { parts, deployment } = deployed;
  const [events, lambda] = [account.events(), account.lambda()];
  const promising = readPromised(account, reader, deployed);
  const webhooks = [...new Set(policies.flatMap(({ contacts }) => contacts.slackWebhookParameter ?? []))];
  return inParallel({
    promised: promising,
    roles: readRoles(account, reader, { parts, promising }),
    alarms: readAlarms(account.cloudwatch(), reader, { prefix: `${deployment.name}/`, policies }),
    rules: inParallel({
      alarmRule: readRule(events, reader, parts.alarmRule),
      endpointRule: readRule(events, reader, parts.endpointRule),
      sweepRule: readRule(events, reader, parts.sweepRule),
    }),
    handlers: inParallel({
      reconcile: readHandler(lambda, reader, parts.reconcile),
      notify: readHandler(lambda, reader, parts.notify),
      strategist: readStrategist(lambda, reader, { parts, promising }),
    }),
    topics: readTopics(account.sns(), reader, { oncall: parts.oncallTopic, pager: parts.pagerTopic }),
    webhooks: readWebhooks(account.ssm(), reader, webhooks),
  });
};

const readRest = ({ session, deployed, policies }: Reading, reader: Reader): Promise<Rest> => {
  const { account, io } = session;
  const { parts } = deployed;
  const { partition, region, account: id } = placeOf(deployed);
  const endpointArns = policies.map(
    ({ endpoint }) => `arn:${partition}:sagemaker:${region}:${id}:endpoint/${endpointArnName(endpoint)}`,
  );
  const names = policies.map(({ endpoint }) => endpoint);
  return inParallel({
    endpoints: readEndpoints(account.sagemaker(), reader, policies),
    strategies: readStrategies(account, reader, { policies, table: parts.ledger }),
    mutes: readMutes(account.cloudwatch(), reader),
    traffic: readTraffic({ account, parts, clock: io.clock }, reader, policies),
    queues: inParallel({
      handOverDeadLetters: readQueue(account.sqs(), reader, parts.handOverDeadLetters),
      executionDeadLetters: readQueue(account.sqs(), reader, parts.executionDeadLetters),
    }),
    ledger: readLedger(account.dynamodb(), reader, { table: parts.ledger, endpoints: names }),
    freeze: readFreeze(account.ssm(), reader, parts.freezeParameter),
    caller: readCaller(account, reader, endpointArns),
    own: readOwn(session),
  });
};

type Promising = { readonly parts: Deployed['parts']; readonly promising: Promise<Promised | Unread> };

const readStrategist = async (
  client: LambdaClient,
  reader: Reader,
  { parts, promising }: Promising,
): Promise<Handler | undefined> => {
  const name = strategistIn(await promising, parts);
  return name === undefined ? undefined : readHandler(client, reader, name);
};

type Roles = Inventory['roles'];

/** The roles as they were deployed: a function that runs as another one is a finding of its own. */
const readRoles = async (
  account: Session['account'],
  reader: Reader,
  { parts, promising }: Promising,
): Promise<Roles> => {
  const promised = await promising;
  const ofFunction = async (name: string): Promise<LiveRole | Unread> => {
    const arn = promised === UNREAD ? undefined : promised.functions.get(name)?.role;
    if (promised === UNREAD || arn === undefined) return UNREAD;
    const grants = promised.grants.get(arn.split('/').at(-1) ?? '') ?? [];
    return readRole(account.iam(), reader, { arn, grants });
  };
  const strategist = strategistIn(promised, parts);
  return inParallel({
    reconcile: ofFunction(parts.reconcile),
    notify: ofFunction(parts.notify),
    strategist: strategist === undefined ? Promise.resolve(undefined) : ofFunction(strategist),
  });
};

type Read<Asked> = { -readonly [Part in keyof Asked]: Awaited<Asked[Part]> };

const inParallel = async <Asked extends Readonly<Record<string, Promise<unknown>>>>(
  asked: Asked,
): Promise<Read<Asked>> => {
  const values = await Promise.all(Object.values(asked));
  return Object.fromEntries(Object.keys(asked).map((part, place) => [part, values[place]])) as Read<Asked>;
};
