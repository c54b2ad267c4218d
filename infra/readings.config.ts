import { defineConfig } from './config/shape.ts';

/** Stable is far from it. */
const errors = { above: 0.15 };

/** What the scenarios about guards with a metric, or an alarm, of their own play. */
export default defineConfig({
  tell: { emails: ['oncall@example.com'], slackWebhookParameter: '/sagemaker-rollback/slack-webhook' },
  endpoints: [
    {
      endpoint: 'fraud-measured',
      stable: 'stable',
      canaries: ['canary'],
      mode: 'auto',
      guards: {
        errors,
        drift: [{ schedule: 'fraud-measured-data', feature: 'age', above: 0.2, lagMinutes: 30 }],
        quality: [{ schedule: 'fraud-measured-labels', metric: 'f1', below: 0.8, lagMinutes: 30 }],
        metrics: [
          {
            id: 'orders',
            namespace: 'Shop',
            metric: 'OrderPlaced',
            statistic: 'Average',
            dimensions: { Endpoint: 'fraud-measured' },
            variantDimension: 'Variant',
            below: 0.02,
            unit: 'orders per visit',
            breachingPeriods: 3,
            outOfPeriods: 5,
            minSamples: 30,
            because: 'Visitors who are answered by it order less',
          },
        ],
        alarms: [{ name: 'shop-checkout-failures', variant: 'canary', because: 'Checkouts fail' }],
      },
    },
    {
      endpoint: 'fraud-two',
      stable: 'stable',
      canaries: ['canary', 'second'],
      mode: 'auto',
      guards: { errors, drift: [{ schedule: 'fraud-two-data', feature: 'age', above: 0.2, lagMinutes: 30 }] },
    },
    {
      endpoint: 'fraud-fast',
      stable: 'stable',
      canaries: ['canary'],
      mode: 'auto',
      guards: { errors: { grossEverySeconds: 10 } },
    },
    {
      endpoint: 'fraud-usual',
      stable: 'stable',
      canaries: ['canary'],
      mode: 'auto',
      guards: {
        errors,
        metrics: [
          {
            id: 'conversions',
            namespace: 'Shop',
            metric: 'Conversions',
            statistic: 'Sum',
            dimensions: { Endpoint: 'fraud-usual' },
            comparedWith: 'usual',
            below: 4,
            breachingPeriods: 3,
            outOfPeriods: 5,
            because: 'Visitors buy less than they do at such a time',
          },
        ],
      },
    },
  ],
});
