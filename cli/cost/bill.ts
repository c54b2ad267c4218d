import { ASSUMED, PRICES } from './prices.ts';
import type { Costly } from './template.ts';

export type BillLine = {
  readonly what: string;
  readonly quantity: number;
  readonly unit: string;
  /** US dollars a month. */
  readonly usd: number;
};

export type Bill = {
  readonly endpoints: number;
  readonly stacks: number;
  readonly lines: readonly BillLine[];
  readonly usd: number;
};

/** What so many endpoints cost a month while nothing happens, over the stacks that they need. */
export const billOf = (endpoints: number, stacks: readonly Costly[]): Bill => {
  const lines = [
    alarmLine(
      "guards' alarms",
      stacks.flatMap(({ guardAlarms }) => guardAlarms),
    ),
    alarmLine(
      "guards' alarms by the second",
      stacks.flatMap(({ fineAlarms }) => fineAlarms),
      PRICES.fineAlarmMetric,
    ),
    alarmLine(
      'alarms on the automation',
      stacks.flatMap(({ selfAlarms }) => selfAlarms),
    ),
    compositeLine(stacks),
    ...sweepLines(endpoints, stacks),
    ...judgeLines(stacks),
  ].filter(({ quantity }) => quantity > 0);
  return {
    endpoints,
    stacks: stacks.length,
    lines: lines.map(rounded),
    usd: micros(total(lines.map(({ usd }) => usd))),
  };
};

const alarmLine = (what: string, metrics: readonly number[], each: number = PRICES.alarmMetric): BillLine => ({
  what,
  quantity: total(metrics),
  unit: 'alarm metrics',
  usd: total(metrics) * each,
});

const compositeLine = (stacks: readonly Costly[]): BillLine => {
  const quantity = total(stacks.map(({ composites }) => composites));
  return { what: 'composite alarms', quantity, unit: 'alarms', usd: quantity * PRICES.compositeAlarm };
};

const sweepLines = (endpoints: number, stacks: readonly Costly[]): readonly BillLine[] => {
  const runs = stacks.map(({ sweepsPerHour, memoryGb }) => ({ count: sweepsPerHour * ASSUMED.hoursInMonth, memoryGb }));
  const count = total(runs.map((run) => run.count));
  const gbSeconds = total(runs.map((run) => run.count * run.memoryGb * ASSUMED.sweepSeconds));
  const reads = (count / stacks.length) * endpoints * (ASSUMED.readUnitsPerEndpoint + ASSUMED.noticesPerSweep);
  const logGb = (count * ASSUMED.sweepLogBytes) / 1e9;
  // Once an hour it is asked whether guards see anything. What two alarms watch is read once: so much at the most.
  const sights = total(stacks.flatMap(({ guardAlarms }) => guardAlarms)) * ASSUMED.hoursInMonth;
  return [
    { what: 'sweep: Lambda, runs', quantity: count, unit: 'requests', usd: count * PRICES.lambdaRequests },
    {
      what: 'sweep: Lambda, time',
      quantity: gbSeconds,
      unit: 'GB-seconds',
      usd: gbSeconds * PRICES.lambdaGbSecond,
    },
    {
      what: 'sweep: ledger reads',
      quantity: reads,
      unit: 'read units',
      usd: reads * PRICES.dynamodbReadUnit,
    },
    { what: 'sweep: metrics', quantity: sights, unit: 'metrics read', usd: sights * PRICES.metricRead },
    { what: 'sweep: log', quantity: logGb, unit: 'GB', usd: logGb * PRICES.logsGb },
  ];
};

const judgeLines = (stacks: readonly Costly[]): readonly BillLine[] => {
  const judges = stacks.flatMap(({ judge }) => judge ?? []);
  const runs = total(judges.map(({ runsPerHour }) => runsPerHour * ASSUMED.hoursInMonth));
  const gbSeconds = total(
    judges.map(({ runsPerHour, memoryGb }) => runsPerHour * ASSUMED.hoursInMonth * memoryGb * ASSUMED.judgeSeconds),
  );
  const reads = total(judges.map(({ canaries }) => canaries * ASSUMED.idleReadsPerHour * ASSUMED.hoursInMonth));
  return [
    { what: 'judge: Lambda, runs', quantity: runs, unit: 'requests', usd: runs * PRICES.lambdaRequests },
    { what: 'judge: Lambda, time', quantity: gbSeconds, unit: 'GB-seconds', usd: gbSeconds * PRICES.lambdaGbSecond },
    { what: 'judge: idle canaries', quantity: reads, unit: 'metrics read', usd: reads * PRICES.metricRead },
  ];
};

const MINUTES_IN_HOUR = 60;

/** What the judge adds for each hour in which a canary has traffic; undefined: nothing is compared. */
export const canaryHour = (stacks: readonly Costly[]): number | undefined => {
  const judges = stacks.flatMap(({ judge }) => judge ?? []);
  if (judges.length === 0) return undefined;
  const each = total(judges.map(({ comparisons }) => comparisons)) / total(judges.map(({ canaries }) => canaries));
  const reads = ASSUMED.readsPerCanary + each * ASSUMED.readsPerComparison;
  const published = (each * PRICES.customMetric) / ASSUMED.hoursInMonth;
  return micros(MINUTES_IN_HOUR * (reads * PRICES.metricRead + PRICES.metricPut) + published);
};

const rounded = (line: BillLine): BillLine => ({ ...line, quantity: micros(line.quantity), usd: micros(line.usd) });

/** Finer than anybody is billed; without it a sum of cents shows its binary fractions. */
const micros = (amount: number): number => Number(amount.toFixed(6));

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
