import * as v from 'valibot';
import type { Deployed } from '../../account/deployed.ts';
import { type AlarmDefinition, definitionOf } from './alarm-definition.ts';
import {
  type Asynchronous,
  EventInvokeConfig,
  Handler,
  type Permission,
  Permitted,
  Policy,
  type PromisedFunction,
  type PromisedRule,
  type PromisedSubscription,
  Rule,
  Subscription,
} from './parts.ts';
import { type Made, makeResolve, type Place } from './resolve.ts';
import { type Statement, statementsOf } from './statements.ts';

/** What the deployed template says of the parts, by the names that they have in the account. */
export type Promised = {
  readonly alarms: readonly AlarmDefinition[];
  readonly rules: ReadonlyMap<string, PromisedRule>;
  readonly functions: ReadonlyMap<string, PromisedFunction>;
  readonly asynchronous: readonly Asynchronous[];
  readonly permissions: readonly Permission[];
  readonly subscriptions: readonly PromisedSubscription[];
  /** Of topics by their ARN, of queues by their URL. */
  readonly policies: ReadonlyMap<string, readonly Statement[]>;
  /** By the role's name. */
  readonly grants: ReadonlyMap<string, readonly Statement[]>;
};

const Template = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({
    Resources: v.record(
      v.string(),
      v.looseObject({ Type: v.string(), Properties: v.optional(v.record(v.string(), v.unknown()), {}) }),
    ),
  }),
);

type Resolved = { readonly type: string; readonly physicalId: string | undefined; readonly properties: unknown };

export const placeOf = ({ stack, parts }: Pick<Deployed, 'stack' | 'parts'>): Place => {
  const [, partition = '', , region = '', account = ''] = parts.oncallTopic.split(':');
  return { stack, partition, region, account };
};

/** `made`: the stack's resources, by their logical id. */
export const promisedBy = (deployed: Deployed, made: ReadonlyMap<string, Made>): Promised => {
  const all = resolved(deployed, made);
  const of = (type: string): readonly Resolved[] => all.filter((one) => one.type === `AWS::${type}`);
  const prefix = `${deployed.deployment.name}/`;
  return {
    alarms: of('CloudWatch::Alarm')
      .flatMap(({ properties }) => definitionOf(properties) ?? [])
      .filter(({ name }) => name.startsWith(prefix)),
    rules: named(of('Events::Rule'), Rule),
    functions: named(of('Lambda::Function'), Handler),
    asynchronous: each(of('Lambda::EventInvokeConfig'), EventInvokeConfig),
    permissions: each(of('Lambda::Permission'), Permitted),
    subscriptions: each(of('SNS::Subscription'), Subscription),
    policies: new Map([...of('SNS::TopicPolicy'), ...of('SQS::QueuePolicy')].flatMap(ownersOf)),
    grants: grantsOf(of('IAM::Policy')),
  };
};

const resolved = (deployed: Deployed, made: ReadonlyMap<string, Made>): readonly Resolved[] => {
  const resolve = makeResolve(placeOf(deployed), made);
  const { Resources: resources } = v.parse(Template, deployed.template);
  return Object.entries(resources).map(([id, { Type: type, Properties: properties }]) => ({
    type,
    physicalId: made.get(id)?.physicalId,
    properties: resolve(properties),
  }));
};

type Reader<Part> = v.GenericSchema<unknown, Part>;

/** Those that the template says completely; another construct of the same stack may say less. */
const each = <Part>(found: readonly Resolved[], schema: Reader<Part>): readonly Part[] =>
  found.flatMap(({ properties }) => {
    const parsed = v.safeParse(schema, properties);
    return parsed.success ? [parsed.output] : [];
  });

const named = <Part>(found: readonly Resolved[], schema: Reader<Part>): ReadonlyMap<string, Part> =>
  new Map(
    found.flatMap(({ physicalId, properties }) => {
      const parsed = v.safeParse(schema, properties);
      return physicalId !== undefined && parsed.success ? [[physicalId, parsed.output] as const] : [];
    }),
  );

const ownersOf = ({ properties }: Resolved): readonly (readonly [string, readonly Statement[]])[] => {
  const { Topics: topics, Queues: queues, PolicyDocument: document } = v.parse(Policy, properties);
  return [...topics, ...queues].map((owner) => [String(owner), statementsOf(document) ?? []] as const);
};

/** A role may have more than one policy. */
const grantsOf = (policies: readonly Resolved[]): Promised['grants'] => {
  const grants = new Map<string, readonly Statement[]>();
  for (const { properties } of policies) {
    const { Roles: roles, PolicyDocument: document } = v.parse(Policy, properties);
    for (const role of roles.map(String))
      grants.set(role, [...(grants.get(role) ?? []), ...(statementsOf(document) ?? [])]);
  }
  return grants;
};
