import type {
  FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfigRequest,
  PutFunctionEventInvokeConfigRequest,
} from '@aws-sdk/client-lambda';
import type { Api } from '../../types.ts';
import type { DeclaredFunction, InvokeConfig } from '../declared.ts';
import { checkDestination } from '../destinations.ts';
import { type Called, calledIn, checkVersion, LATEST } from '../names.ts';
import { invalidParameter, notFound } from '../refusals.ts';
import { type Desk, onFunction } from './desk.ts';

export const eventInvokeOperations = (desk: Desk): Api['operations'] => ({
  PutFunctionEventInvokeConfig: onFunction(
    desk,
    'PutFunctionEventInvokeConfig',
    (input: PutFunctionEventInvokeConfigRequest) => put(desk, input),
  ),
  GetFunctionEventInvokeConfig: onFunction(
    desk,
    'GetFunctionEventInvokeConfig',
    ({ FunctionName = '', Qualifier }: GetFunctionEventInvokeConfigRequest) => {
      const called = calledIn(desk.wires.account, FunctionName, Qualifier);
      const config = isLatest(called) ? desk.declarations.invokeConfigs.get(called.arn) : undefined;
      if (config === undefined)
        throw notFound(`The function ${called.arn}:${called.qualifier ?? LATEST} doesn't have an EventInvokeConfig`);
      return toReply(called.arn, config);
    },
  ),
});

const isLatest = ({ qualifier }: Called): boolean => qualifier === undefined || qualifier === LATEST;

/** What the request leaves out is no longer said. */
const put = (desk: Desk, input: PutFunctionEventInvokeConfigRequest): FunctionEventInvokeConfig => {
  const { declarations, wires } = desk;
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age, DestinationConfig: destinations } = input;
  const called = calledIn(wires.account, input.FunctionName ?? '', input.Qualifier);
  const declared = declarations.functions.get(called.arn);
  if (declared === undefined) throw notFound("The function doesn't exist.");
  if (!isLatest(called)) checkVersion(called);
  if (retries === undefined && age === undefined && destinations === undefined)
    throw invalidParameter('You must specify at least one of error handling or destination setting.');
  const config: InvokeConfig = {
    ...(retries === undefined ? {} : { retries }),
    ...(age === undefined ? {} : { maxAgeMs: age * 1000 }),
    ...outletsOf(destinations),
    modified: wires.clock.now(),
  };
  checkOutlets(desk, declared, config);
  declarations.invokeConfigs.set(called.arn, config);
  return toReply(called.arn, config);
};

type Destinations = PutFunctionEventInvokeConfigRequest['DestinationConfig'];

/** An empty ARN is none. */
const outletsOf = (destinations: Destinations): Pick<InvokeConfig, 'onFailure' | 'onSuccess'> => {
  const [onFailure, onSuccess] = [destinations?.OnFailure?.Destination, destinations?.OnSuccess?.Destination];
  return { ...(onFailure ? { onFailure } : {}), ...(onSuccess ? { onSuccess } : {}) };
};

const checkOutlets = ({ wires, declarations }: Desk, declared: DeclaredFunction, config: InvokeConfig): void => {
  for (const outlet of ['onSuccess', 'onFailure'] as const) {
    const arn = config[outlet];
    if (arn !== undefined) checkDestination(wires, declarations, { declared, outlet, arn });
  }
};

const toReply = (
  arn: string,
  { retries, maxAgeMs, onFailure, onSuccess, modified }: InvokeConfig,
): FunctionEventInvokeConfig => ({
  LastModified: new Date(modified),
  FunctionArn: `${arn}:${LATEST}`,
  ...(retries === undefined ? {} : { MaximumRetryAttempts: retries }),
  ...(maxAgeMs === undefined ? {} : { MaximumEventAgeInSeconds: maxAgeMs / 1000 }),
  DestinationConfig: {
    OnSuccess: onSuccess === undefined ? {} : { Destination: onSuccess },
    OnFailure: onFailure === undefined ? {} : { Destination: onFailure },
  },
});
