/**
 * US dollars in us-east-1, without free tiers, as third-party pages and AWS's public price pages told them in November
 * 2026: aws.amazon.com/{cloudwatch,lambda,dynamodb}/pricing. They are not read from AWS's price API: check your Region's.
 */
export const PRICES = {
  /** A standard-resolution alarm, for each metric that it reads, a month. */
  alarmMetric: 0.1,
  /** The same of high resolution: a period of less than a minute. */
  fineAlarmMetric: 0.3,
  compositeAlarm: 0.5,
  lambdaRequests: 0.2 / 1_000_000,
  /** On arm64. */
  lambdaGbSecond: 0.0000133334,
  dynamodbReadUnit: 0.125 / 1_000_000,
  logsGb: 0.5,
  /** GetMetricData, for each metric that is asked, however many minutes of it. */
  metricRead: 0.01 / 1_000,
  /** PutMetricData. */
  metricPut: 0.01 / 1_000,
  /** A metric of our own, a month; by the hour in which it is published. */
  customMetric: 0.3,
} as const;

/** What no template says. */
export const ASSUMED = {
  hoursInMonth: 730,
  /** Billed time of a sweep that finds nothing to do, in seconds. Not measured on AWS. */
  sweepSeconds: 0.5,
  /** What such a run writes to its log, Lambda's own lines included. */
  sweepLogBytes: 1_000,
  /** A head of the ledger is below 4 KB: one unit to read it consistently. Each endpoint's is read at each sweep. */
  readUnitsPerEndpoint: 1,
  /** One more for what people were last told of its gaps, every five minutes. */
  noticesPerSweep: 1 / 5,
  /** Billed time of a run of the judge, in seconds. Not measured on AWS. */
  judgeSeconds: 0.5,
  /** The judge asks for the requests of an idle canary every fifth minute. */
  idleReadsPerHour: 12,
  /** Requests of a canary and its stable; and of each comparison the bad ones of both. */
  readsPerCanary: 2,
  readsPerComparison: 2,
} as const;
