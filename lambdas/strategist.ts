import { IAMClient } from '@aws-sdk/client-iam';
import * as v from 'valibot';
import { awsCapacities, makeScaling } from './aws/capacities.ts';
import { makeClients, requestHandler } from './aws/clients.ts';
import { dynamoLedger } from './aws/ledger.ts';
import { restoreConfig } from './aws/restore.ts';
import { ENV } from './contract.ts';
import type { EndpointName } from './domain/policy.ts';
import type { OrderAnswer } from './domain/strategies/order.ts';
import { type Carriers, carryOut } from './loop/carry-out.ts';
import { carryScale } from './loop/carry-scale.ts';
import { readVariable } from './shell/environment.ts';
import { handlerOf } from './shell/handler.ts';
import { log } from './shell/log.ts';

const Asked = v.object({ endpoint: v.string(), id: v.string() });

const { sagemaker, dynamodb, time } = makeClients();

/** Whoever adds a kind of order adds its carrier here, and its grants in `infra/strategist-function.ts`. */
const carriers: Carriers = {
  scale: carryScale(awsCapacities(sagemaker, makeScaling())),
  restore: restoreConfig({ sagemaker, iam: new IAMClient({ requestHandler }) }),
};

const ledger = dynamoLedger(dynamodb, readVariable(ENV.table), log);

/**
 * What a strategy needs beyond moving weights, on a role of its own. `reconcile` invokes it and waits for the answer.
 * Whoever else may invoke it can repeat an order that is being carried out, and nothing more.
 */
export const handler = handlerOf<unknown, OrderAnswer>(async (event) => {
  const { endpoint, id } = v.parse(Asked, event);
  return carryOut({ clock: time.now, ledger, carriers, log }, { endpoint: endpoint as EndpointName, id });
});
