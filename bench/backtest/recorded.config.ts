import { defineConfig } from '../../infra/config/shape.ts';

/** Thresholds that somebody might have chosen who looked at these records. */
const BOUNDS = {
  'requests-high': { above: 400 },
  'cpu-low': { below: 60 },
  'cpu-high': { above: 90 },
  'cpu-per-core': { above: 56 },
  'store-cpu': { above: 40 },
  'feature-store-cpu': { above: 15 },
  'disk-writes': { above: 4e8 },
  'network-in': { above: 5e6 },
  'traffic-drop': { below: 20 },
} as const;

/** Ten guards, one for each of the recorded metrics: `npm run bench -- backtest` plays them. */
export default defineConfig({
  tell: { emails: ['oncall@example.com'] },
  endpoints: [
    {
      endpoint: 'recorded',
      stable: 'stable',
      canaries: ['canary'],
      guards: {
        errors: false,
        latency: { percentile: 95, aboveMs: 60, gross: false },
        metrics: Object.entries(BOUNDS).map(([id, bound]) => ({
          id,
          ...bound,
          namespace: 'Recorded',
          metric: id,
          statistic: 'Average',
          variantDimension: 'VariantName',
          because: 'It was labelled',
        })),
      },
    },
  ],
});
