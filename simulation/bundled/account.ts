import { makeIam } from '../../sim/iam/iam.ts';
import type { SteppedClock } from '../../sim/kernel/clock.ts';
import { makeJournal } from '../../sim/kernel/journal.ts';
import { makeSeeded } from '../../sim/kernel/seeded.ts';
import { type DeclaredFunction, noDeclarations } from '../../sim/lambda/declared.ts';
import { eventInvokeConfigProvisioner } from '../../sim/lambda/provision-event-invoke-config.ts';
import { functionProvisioner } from '../../sim/lambda/provision-function.ts';
import { permissionProvisioner } from '../../sim/lambda/provision-permission.ts';
import { type CloudWatch, makeCloudWatch } from '../../sim/services/cloudwatch/cloudwatch.ts';
import { makeEvents } from '../../sim/services/events/events.ts';
import { makeLogGroups } from '../../sim/services/log-groups.ts';
import { makeParameters, type Parameters } from '../../sim/services/parameters/parameters.ts';
import { makeQueues } from '../../sim/services/queues/queues.ts';
import { makeSageMaker } from '../../sim/services/sagemaker/sagemaker.ts';
import { makeTables } from '../../sim/services/tables/tables.ts';
import { makeTopics } from '../../sim/services/topics/topics.ts';
import { provision } from '../../sim/template/provision.ts';
import type { Template } from '../../sim/template/template.ts';
import type { Clock, Part, Wires } from '../../sim/types.ts';

/** AWS's own documentation uses this account number. */
export const ACCOUNT = { id: '111122223333', region: 'eu-west-1', partition: 'aws' };

/** The stand-in's account with all that the template deploys. Nothing in it happens by itself: what did, is recorded. */
export type Account = {
  readonly wires: Wires;
  readonly parts: readonly Part[];
  readonly cloudwatch: CloudWatch;
  readonly parameters: Parameters;
  readonly reconcile: DeclaredFunction;
};

export const makeAccount = (template: Template, clock: SteppedClock, seed: number): Account => {
  const still: Clock = { now: clock.now, at: () => undefined, after: () => undefined };
  const functions = { invoke: () => ({ allowed: true }) };
  const wires = {
    account: ACCOUNT,
    clock: still,
    seeded: makeSeeded(seed),
    journal: makeJournal(still, false),
    faults: {},
    functions,
    objects: {},
  } as unknown as Wires;
  const iam = makeIam(wires);
  const [cloudwatch, events, topics, queues] = [
    makeCloudWatch(wires),
    makeEvents(wires),
    makeTopics(wires),
    makeQueues(wires),
  ];
  const parameters = makeParameters(wires);
  const parts: readonly Part[] = [
    iam,
    cloudwatch,
    events,
    topics,
    queues,
    parameters,
    makeTables(wires),
    makeLogGroups(wires),
    makeSageMaker(wires),
  ];
  Object.assign(wires, { iam, metrics: cloudwatch, alarms: cloudwatch, events, topics, queues });
  const declarations = noDeclarations();
  provision(
    template,
    [
      ...parts.flatMap(({ provisioners }) => provisioners),
      functionProvisioner(wires, declarations, {
        code: { inBucket: (_, key) => ({ directory: template.assetDirectory(key) }) },
        canAssume: iam.canAssume,
        pool: { retire: () => undefined },
      }),
      permissionProvisioner(wires, declarations),
      eventInvokeConfigProvisioner(wires, declarations),
    ],
    ACCOUNT,
  );
  const reconcile = [...declarations.functions.values()].find(({ displayName }) => /reconcile/i.test(displayName));
  if (reconcile === undefined) throw new Error(`${template.file} deploys no function that reconciles`);
  return { wires, parts, cloudwatch, parameters, reconcile };
};
