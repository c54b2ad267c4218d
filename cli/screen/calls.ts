import { type Facts, numberOf, textOf, timeOf } from './facts.ts';

/** What each read is for, in the product's words. */
const READS: Readonly<Record<string, string>> = {
  DescribeEndpoint: 'endpoint',
  DescribeAlarms: 'alarms',
  GetMetricData: 'metrics',
  GetParameter: 'freeze',
  GetItem: 'ledger',
  BatchGetItem: 'ledger',
};

export const SHIFT = 'UpdateEndpointWeightsAndCapacities';
export const LEDGER_WRITE = 'TransactWriteItems';

/** `read endpoint, alarms, metrics, freeze, ledger in parallel, 80 ms`; '' where nothing was read. */
export const readWords = (calls: readonly Facts[]): string => {
  const reads = calls.filter((call) => textOf(call, 'operation') in READS);
  if (reads.length === 0) return '';
  const words = new Set(Object.entries(READS).flatMap(([name, word]) => (reads.some(isCallOf(name)) ? [word] : [])));
  return `read ${[...words].join(', ')}${inParallel(reads) ? ' in parallel' : ''}, ${spanMs(reads)} ms`;
};

const isCallOf =
  (operation: string) =>
  (call: Facts): boolean =>
    textOf(call, 'operation') === operation;

/** From the first request sent to the last reply, in milliseconds of virtual time. */
const spanMs = (calls: readonly Facts[]): number =>
  Math.max(...calls.map((call) => sentAt(call) + msOf(call))) - Math.min(...calls.map(sentAt));

/** All were sent before the first was answered. */
const inParallel = (calls: readonly Facts[]): boolean =>
  calls.length > 1 &&
  Math.max(...calls.map(sentAt)) < Math.min(...calls.map((call) => sentAt(call) + Math.max(1, msOf(call))));

const sentAt = (call: Facts): number => timeOf(call, 'sentAt') ?? 0;
export const msOf = (call: Facts): number => numberOf(call, 'ms') ?? 0;

/** A call that was not answered as hoped. */
export const failureWords = (call: Facts): string => {
  const outcome = textOf(call, 'outcome');
  const what = `${textOf(call, 'function')}: ${textOf(call, 'api')} ${textOf(call, 'operation')}`;
  return outcome === 'no-reply' ? `${what} got no reply` : `${what} was answered ${outcome}, ${msOf(call)} ms`;
};
