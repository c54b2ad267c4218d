import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSeeded } from '../../../sim/kernel/seeded.ts';
import { binomial, poisson } from '../../../sim/traffic/draw.ts';
import type { Random } from '../../../sim/types.ts';

// Run by itself, it writes docs/samples anew: made-up exports, as docs/replay.md says.

type Minute = { readonly requests: number; readonly errors: number; readonly p99Micros: number };
/** One variant's minute; undefined when nothing was measured. */
type Variant = (minute: number) => Minute | undefined;

const COLUMNS = [
  ['Invocations Sum', ({ requests }: Minute) => requests],
  ['Invocation5XXErrors Sum', ({ errors }: Minute) => errors],
  ['ModelLatency p99', ({ p99Micros }: Minute) => p99Micros],
] as const;

type Told = { readonly random: Random; readonly perMinute: number; readonly errorRate: (minute: number) => number };

const variant =
  ({ random, perMinute, errorRate }: Told): Variant =>
  (minute) => {
    const requests = poisson(perMinute, random);
    return {
      requests,
      errors: binomial(requests, errorRate(minute), random),
      p99Micros: Math.round(180_000 + 20_000 * random()),
    };
  };

/** Two hours of a canary with 10 % of the traffic, which goes bad after ninety minutes. Newest first, as the CLI prints it. */
export const badCanary = (): string => {
  const random = makeSeeded(3).random('samples');
  const start = Date.parse('2026-11-09T12:30:00Z');
  const canary = variant({ random, perMinute: 600, errorRate: (minute) => (minute < 90 ? 0.004 : 0.1) });
  const stable = variant({ random, perMinute: 5_400, errorRate: () => 0.004 });
  const minutes = Array.from({ length: 120 }, (_, minute) => ({ canary: canary(minute), stable: stable(minute) }));
  const times = minutes.map((_, minute) => new Date(start + minute * 60_000).toISOString().replace('.000Z', '+00:00'));
  const results = (['canary', 'stable'] as const).flatMap((name) =>
    COLUMNS.map(([label, read], index) => ({
      Id: `${name}${index}`,
      Label: `${name} ${label}`,
      Timestamps: times.toReversed(),
      Values: minutes.map((one) => read(one[name] as Minute)).toReversed(),
      StatusCode: 'Complete',
    })),
  );
  return `${JSON.stringify({ MetricDataResults: results, Messages: [] }, null, 1)}\n`;
};

/** A night of little traffic, with minutes in which nothing came, and a fault that both variants share. */
export const sharedFault = (): string => {
  const random = makeSeeded(5).random('samples');
  const start = Date.parse('2026-11-10T00:00:00Z');
  const failing = (minute: number): number => (minute >= 200 && minute < 230 ? 0.3 : 0.002);
  const canary = variant({ random, perMinute: 60, errorRate: failing });
  const stable = variant({ random, perMinute: 540, errorRate: failing });
  const rows = Array.from({ length: 360 }, (_, minute) => {
    const measured = random() > 0.03;
    const cells = [canary(minute), stable(minute)].flatMap((one) =>
      COLUMNS.map(([, read]) => (one && measured ? read(one) : '')),
    );
    return [new Date(start + minute * 60_000).toISOString().replace('.000Z', 'Z'), ...cells].join(',');
  });
  const header = ['timestamp', ...['canary', 'stable'].flatMap((name) => COLUMNS.map(([label]) => `${name} ${label}`))];
  return `${[header.join(','), ...rows].join('\n')}\n`;
};

export const SAMPLES: Readonly<Record<string, () => string>> = {
  'bad-canary.json': badCanary,
  'shared-fault.csv': sharedFault,
};

export const SAMPLES_DIRECTORY = join(import.meta.dirname, '../../../docs/samples');

if (import.meta.main) {
  for (const [name, make] of Object.entries(SAMPLES)) writeFileSync(join(SAMPLES_DIRECTORY, name), make());
}
