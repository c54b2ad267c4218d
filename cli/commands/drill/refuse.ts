import { freezeOf } from '../../../lambdas/domain/freeze.ts';
import { isOpen } from '../../../lambdas/domain/incident.ts';
import type { Fleet } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { watched } from '../../../lambdas/domain/watch-list.ts';
import { allTo, desiredWeights, sameTraffic } from '../../../lambdas/domain/weights.ts';
import type { Ports } from '../../../lambdas/ports.ts';
import type { Deployed } from '../../account/deployed.ts';
import { Trouble } from '../../trouble.ts';
import type { Asked } from './scene.ts';

type Before = {
  readonly asked: Asked;
  readonly deployed: Deployed;
  readonly policy: Policy;
  readonly ports: Ports;
  readonly fleet: Fleet;
};

/** A drill begins only where nothing is wrong: otherwise it would be told among real messages, and test nothing. */
export const refuse = async (before: Before): Promise<void> => {
  await refuseIncident(before);
  await refuseAlarm(before);
  if (before.asked.move) await refuseMove(before);
};

const refuseIncident = async ({ policy, ports }: Before): Promise<void> => {
  const { incident } = await ports.ledger.head(policy.endpoint);
  if (!isOpen(incident)) return;
  throw incident.drill === undefined
    ? notNow(
        `The incident ${incident.id} of ${policy.endpoint} is open.`,
        `Drill when it is over: npx sagemaker-rollback status ${policy.endpoint}`,
      )
    : notNow(
        `A drill of ${policy.endpoint} is not over yet: ${incident.drill.id}, by ${incident.drill.by ?? 'somebody'}.`,
        'CloudWatch takes its alarm back by itself within a minute: try again in two.',
      );
};

const refuseAlarm = async ({ deployed, policy, ports }: Before): Promise<void> => {
  const names = watched(deployed.deployment, policy).map(({ name }) => name);
  const broken = (await ports.alarms.named(names)).find(({ state }) => state === 'ALARM');
  if (broken === undefined) return;
  throw broken.drill === undefined
    ? notNow(
        `The alarm ${broken.name} is in ALARM already.`,
        `Drill when nothing is wrong: npx sagemaker-rollback status ${policy.endpoint}`,
      )
    : notNow(
        `The alarm ${broken.name} still is as ${broken.drill} set it.`,
        'CloudWatch takes it back by itself within a minute: try again in two.',
      );
};

/** What would hold an order to move traffic, as far as it can be known beforehand; stable's health changes by the minute. */
const refuseMove = async ({ deployed, policy, ports, fleet }: Before): Promise<void> => {
  if (sameTraffic(desiredWeights(fleet), allTo(policy.stable, desiredWeights(fleet))))
    throw notNow(
      `All traffic of ${policy.endpoint} is on ${policy.stable} already: there is none to move.`,
      'Drill without --move, or once the canary has traffic.',
    );
  if (fleet.status !== 'InService')
    throw notNow(
      `${policy.endpoint} is ${fleet.status}, and SageMaker takes one change at a time.`,
      'Drill without --move, or once it is InService.',
    );
  const guarded = deployed.deployment.policies.map(({ endpoint }) => endpoint);
  const now = ports.clock();
  const freeze = freezeOf({ endpoint: policy.endpoint, guarded }, await ports.freeze(), now);
  if (freeze !== 'off')
    throw notNow(
      freeze === 'unreadable'
        ? `The freeze switch cannot be read, and then rollbacks of ${policy.endpoint} are frozen.`
        : `Rollbacks of ${policy.endpoint} are frozen: no traffic would be moved.`,
      `Drill without --move, or thaw it first: npx sagemaker-rollback thaw ${policy.endpoint}`,
    );
};

const notNow = (what: string, mend: string): Trouble => new Trouble('not-now', what, mend);
