/** What the services offer each other. */

import type { Decision, Principal } from './iam/types.ts';

/** Epoch milliseconds of the virtual clock. */
export type Instant = number;

/** An event as EventBridge carries it. */
export type ServiceEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

export type MetricSample = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly at: Instant;
  readonly unit?: string;
  /** Values with how often each occurred: percentiles need them. */
  readonly values: readonly (readonly [value: number, count: number])[];
  /** What is known instead of values when only their summary was put: no percentile can be told from it. */
  readonly set?: StatisticSet;
  /** Statistics of this minute as somebody else computed them (a replay), by their name: `Sum`, `p99`. */
  readonly recorded?: Readonly<Record<string, number>>;
  /** 1: high resolution, by the second. Default 60. */
  readonly resolutionSeconds?: 1 | 60;
};
export type StatisticSet = {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
};

export type MetricRead = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** As CloudWatch names statistics: `Sum`, `Average`, `p99`. */
  readonly stat: string;
  readonly from: Instant;
  readonly to: Instant;
};
export type Metrics = {
  readonly put: (sample: MetricSample) => void;
  /** One statistic over a span, as far as it can be seen now; undefined when there is no datapoint. */
  readonly read: (what: MetricRead) => number | undefined;
};
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type AlarmStates = {
  /** By the alarm's name; undefined when there is none of that name. */
  readonly stateOf: (alarmName: string) => AlarmState | undefined;
};
export type Events = {
  readonly put: (event: Omit<ServiceEvent, 'id' | 'version' | 'account' | 'region' | 'time'>) => void;
};
export type Topics = {
  /**
   * Answers the message id. A service that the topic refuses gets '': it has nobody to tell but the journal, where the
   * refusal is written.
   */
  readonly publish: (who: Principal, topicArn: string, publication: Publication) => string;
  /** The same for a service that is to hear why it was refused: it tells the journal itself. */
  readonly deliver: (who: Principal, topicArn: string, publication: Publication) => Decision;
};
/** A message's attribute, of SNS and SQS: `String`, `Number` or `Binary`, with a label of one's own or without. */
export type MessageAttribute = {
  readonly type: string;
  /** Of a binary one in base64. */
  readonly value: string;
};
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;
export type Publication = {
  readonly subject?: string;
  readonly message: string;
  readonly structure?: 'json';
  readonly attributes?: MessageAttributes;
};
export type Queues = {
  /**
   * A dead letter. Refuses (returns why) when the queue is missing or its policy, or the role's, does not allow it.
   * `why` goes into the journal: what kept the message from where it should have gone.
   */
  readonly send: (
    who: Principal,
    queueArn: string,
    body: string,
    why?: string,
    attributes?: MessageAttributes,
  ) => Decision;
  /** A message that is meant for the queue. Refuses likewise; the sender tells the journal. */
  readonly deliver: (who: Principal, queueArn: string, body: string, attributes?: MessageAttributes) => Decision;
};
export type Functions = {
  /** The asynchronous invoke: queued, retried, dead-lettered. Refuses when the function or the permission is missing. */
  readonly invoke: (who: Principal, functionArn: string, payload: unknown) => Decision;
};
export type Objects = {
  /** The newest object of that key; undefined when there is none. */
  readonly get: (bucket: string, key: string) => Uint8Array | undefined;
  readonly hasBucket: (name: string) => boolean;
};
