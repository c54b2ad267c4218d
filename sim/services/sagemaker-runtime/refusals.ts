import { type Account, Refusal } from '../../types.ts';

/** `model`: it was the container that failed; `nobody`: there was no instance to answer. */
export type Failed = {
  readonly variant: string;
  readonly kind: 'ok' | '4xx' | '5xx' | 'nobody';
  readonly model: boolean;
};

/** What a client is told of a request that failed; undefined when it did not. */
export const refusalOf = (account: Account, endpointName: string, answered: Failed): Refusal | undefined => {
  if (answered.model) return modelError(account, endpointName, answered);
  if (answered.kind === '4xx') return new Refusal('ValidationError', 'The request could not be passed to the model.');
  if (answered.kind === '5xx') return new Refusal('InternalFailure', 'An internal failure occurred.', 500);
  if (answered.kind === 'nobody') return new Refusal('ServiceUnavailable', 'The service is unavailable.', 503);
  return undefined;
};

const TIMED_OUT =
  'Your invocation timed out while waiting for a response from container primary. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.';

/** The container answered with an error, or, for status 0, not within a minute. */
const modelError = ({ partition, region, id }: Account, endpointName: string, { kind, variant }: Failed): Refusal => {
  const status = { ok: 0, nobody: 0, '4xx': 400, '5xx': 500 }[kind];
  const who = kind === '4xx' ? 'client' : 'server';
  const original = {
    ok: TIMED_OUT,
    nobody: TIMED_OUT,
    '4xx': `{"error":"bad request","variant":"${variant}"}`,
    '5xx': `{"error":"prediction failed","variant":"${variant}"}`,
  }[kind];
  const group = `/aws/sagemaker/Endpoints/${endpointName}`;
  const log = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logEventViewer:group=${group}`;
  return new Refusal(
    'ModelError',
    `Received ${who} error (${status}) from primary with message "${original}". See ${log} in account ${id} for more information.`,
    424,
    {
      OriginalStatusCode: status,
      OriginalMessage: original,
      LogStreamArn: `arn:${partition}:logs:${region}:${id}:log-group:${group}`,
    },
  );
};
