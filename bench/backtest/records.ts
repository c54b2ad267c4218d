import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What each record stands for: the column of its metric, and what its figures are. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  elb_request_count_8c0756: ['Invocations Sum', 'requests-high'],
  ec2_request_latency_system_failure: ['ModelLatency p95 (ms)'],
  ec2_cpu_utilization_825cc2: ['cpu-low'],
  ec2_cpu_utilization_ac20cd: ['cpu-high'],
  ec2_cpu_utilization_5f5533: ['cpu-per-core'],
  rds_cpu_utilization_e47b3b: ['store-cpu'],
  rds_cpu_utilization_cc0c53: ['feature-store-cpu'],
  ec2_disk_write_bytes_1ef3de: ['disk-writes'],
  ec2_network_in_257a54: ['network-in'],
  grok_asg_anomaly: ['traffic-drop'],
};

export type Recorded = { readonly columns: readonly string[]; readonly figures: readonly string[] };

/** test/records/metrics/README.md says where they come from. */
export const records = (): readonly Recorded[] =>
  Object.entries(COLUMNS).map(([name, columns]) => {
    const file = fileURLToPath(new URL(`../../test/records/metrics/${name}.csv`, import.meta.url));
    const [, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
    return { columns, figures: lines.map((line) => line.split(',')[1] ?? '') };
  });
