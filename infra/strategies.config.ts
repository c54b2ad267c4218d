import { defineConfig } from './config/shape.ts';

const guards = { errors: { above: 0.02 }, latency: { percentile: 99, aboveMs: 500 } };

/** What the scenarios about strategies play: each needs an endpoint of its own kind. */
export default defineConfig({
  tell: { emails: ['oncall@example.com'], slackWebhookParameter: '/sagemaker-rollback/slack-webhook' },
  endpoints: [
    {
      endpoint: 'fraud-scaled',
      stable: 'stable',
      canaries: ['canary'],
      mode: 'auto',
      stableMaxRequestsPerInstance: 1_500,
      strategy: { scaleThenShift: { maxInstances: 6 } },
      guards,
    },
    {
      endpoint: 'fraud-scaled-soon',
      stable: 'stable',
      canaries: ['canary'],
      mode: 'auto',
      stableMaxRequestsPerInstance: 1_500,
      strategy: { scaleThenShift: { maxInstances: 6, withinMinutes: 3 } },
      guards,
    },
    {
      endpoint: 'fraud-fallback',
      stable: 'stable',
      canaries: ['canary', 'previous'],
      fallback: 'previous',
      mode: 'auto',
      stableMaxRequestsPerInstance: 7_500,
      guards,
    },
    {
      endpoint: 'ranking',
      stable: 'only',
      canaries: [],
      mode: 'auto',
      strategy: { restore: { bakeMinutes: 5 } },
      guards,
    },
  ],
});
