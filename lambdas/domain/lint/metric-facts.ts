import type { Metric } from '../alarm-definition.ts';

/**
 * What SageMaker publishes. `request`: 1 for each request. `failure`: 0 or 1 for each response. `level`: a figure of each
 * request or moment, within bounds.
 */
export type MetricFacts = {
  readonly nature: 'request' | 'failure' | 'level';
  readonly unit: 'None' | 'Microseconds' | 'Percent';
  /** Of one datapoint of a level. */
  readonly most: number;
  readonly publishedEachSeconds: number;
  readonly namespace: string;
};

const INVOCATIONS = 'AWS/SageMaker';
const INSTANCES = '/aws/sagemaker/Endpoints';

/** A model has 60 seconds to answer (InvokeEndpoint), and eight minutes where its answer is a stream. */
export const ANSWER_WITHIN_SECONDS = 60;
const STREAM_WITHIN_SECONDS = 480;
export const MICROSECONDS = 1_000_000;

const counted = { unit: 'None', most: 1, publishedEachSeconds: 60, namespace: INVOCATIONS } as const;
const request: MetricFacts = { ...counted, nature: 'request' };
const failure: MetricFacts = { ...counted, nature: 'failure' };
const latency: MetricFacts = {
  ...counted,
  nature: 'level',
  unit: 'Microseconds',
  most: STREAM_WITHIN_SECONDS * MICROSECONDS,
};

/** Utilisation may be published every ten seconds where the endpoint config says so. */
const utilisation = (of: number): MetricFacts => ({
  nature: 'level',
  unit: 'Percent',
  most: 100 * of,
  publishedEachSeconds: 10,
  namespace: INSTANCES,
});

/** 100 % of each: no instance of SageMaker has more. */
const MOST_CORES = 448;
const MOST_GPUS = 16;

const KNOWN: Readonly<Record<string, MetricFacts>> = {
  Invocations: request,
  Invocation4XXErrors: failure,
  Invocation5XXErrors: failure,
  InvocationModelErrors: failure,
  ModelLatency: latency,
  OverheadLatency: latency,
  CPUUtilization: utilisation(MOST_CORES),
  MemoryUtilization: utilisation(1),
  GPUUtilization: utilisation(MOST_GPUS),
  GPUMemoryUtilization: utilisation(MOST_GPUS),
  DiskUtilization: utilisation(1),
};

/** That SageMaker publishes beside those, and that no rule knows more of. */
const OTHERS =
  /^(?:InvocationsPerInstance|ModelSetupTime|Concurrent\w+|FirstChunk\w+|MidStream\w+|Model\w*Loading\w*|ModelDownloadingTime|ModelCacheHit|LoadedModelCount|ApproximateBacklog\w*|HasBacklog\w*)$/;

/** Undefined: the metric is somebody's own. */
export const factsOf = ({ namespace, name }: Pick<Metric, 'namespace' | 'name'>): MetricFacts | undefined => {
  const known = KNOWN[name];
  return known?.namespace === namespace ? known : undefined;
};

export const isSageMakers = (namespace: string): boolean =>
  [INVOCATIONS, INSTANCES].some((one) => one.toLowerCase() === namespace.toLowerCase());

/** Where SageMaker publishes a metric of that name; undefined: nowhere that is known. */
export const namespaceOf = (name: string): string | undefined => KNOWN[name]?.namespace;

export const isOther = (name: string): boolean => OTHERS.test(name);
