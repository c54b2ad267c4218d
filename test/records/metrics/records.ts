import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Incident } from '../../../cli/backtest/incident.ts';
import type { Row } from '../../../cli/backtest/row.ts';
import type { Watch } from '../../../cli/backtest/watch.ts';

/** What a recorded series stands for as a guard, and a threshold that a person might have chosen for it. */
type As = Pick<Watch, 'id' | 'worse' | 'threshold' | 'unit'> & { readonly mOfN: readonly [number, number] };

/** README.md has where they come from. */
export const RECORDS: Readonly<Record<string, As>> = {
  elb_request_count_8c0756: { id: 'requests-high', worse: 'above', threshold: 400, unit: 'plain', mOfN: [1, 1] },
  ec2_request_latency_system_failure: {
    id: 'latency',
    worse: 'above',
    threshold: 60,
    unit: 'milliseconds',
    mOfN: [1, 1],
  },
  ec2_cpu_utilization_825cc2: { id: 'cpu-low', worse: 'below', threshold: 60, unit: 'plain', mOfN: [2, 3] },
  ec2_cpu_utilization_ac20cd: { id: 'cpu', worse: 'above', threshold: 90, unit: 'plain', mOfN: [3, 3] },
  ec2_cpu_utilization_5f5533: { id: 'cpu-per-core', worse: 'above', threshold: 56, unit: 'plain', mOfN: [1, 1] },
  rds_cpu_utilization_e47b3b: { id: 'store-cpu', worse: 'above', threshold: 40, unit: 'plain', mOfN: [1, 1] },
  rds_cpu_utilization_cc0c53: { id: 'feature-store-cpu', worse: 'above', threshold: 15, unit: 'plain', mOfN: [2, 3] },
  ec2_disk_write_bytes_1ef3de: { id: 'disk-writes', worse: 'above', threshold: 4e8, unit: 'plain', mOfN: [1, 1] },
  ec2_network_in_257a54: { id: 'network-in', worse: 'above', threshold: 5e6, unit: 'plain', mOfN: [1, 1] },
  grok_asg_anomaly: { id: 'traffic-drop', worse: 'below', threshold: 20, unit: 'plain', mOfN: [3, 3] },
};

const PERIOD_SECONDS = 300;

export const watchOf = (name: string): Watch => {
  const as = RECORDS[name];
  if (as === undefined) throw new Error(`no record is called ${name}`);
  const { mOfN, ...rest } = as;
  return {
    ...rest,
    variant: 'canary',
    periodSeconds: PERIOD_SECONDS,
    rule: { breachingPeriods: mOfN[0], outOfPeriods: mOfN[1], missing: 'notBreaching' },
    of: [name],
    figureOf: ({ values }) => values.get(name),
  };
};

/** Where clocks were put back, the same time stands there twice: the first one counts. */
export function* rowsOf(name: string): Generator<Row> {
  const [, ...lines] = readFileSync(join(import.meta.dirname, `${name}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/);
  let last = Number.NEGATIVE_INFINITY;
  for (const line of lines) {
    const [time = '', value] = line.split(',');
    const start = Date.parse(`${time.replace(' ', 'T')}Z`);
    if (start <= last) continue;
    last = start;
    yield { start, values: new Map([[name, Number(value)]]) };
  }
}

const WINDOWS = JSON.parse(readFileSync(join(import.meta.dirname, 'windows.json'), 'utf8')) as Readonly<
  Record<string, readonly (readonly [from: string, until: string])[]>
>;

/** What NAB labelled as anomalous. */
export const incidentsOf = (name: string): readonly Incident[] =>
  (WINDOWS[name] ?? []).map(([from, until]) => ({ from: Date.parse(from), until: Date.parse(until) }));
