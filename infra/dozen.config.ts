import { defineConfig } from './config/shape.ts';

/** Fewer cannot have a storm that the default limits see as one. */
const NAMES = ['ads', 'cart', 'fraud', 'home', 'intent', 'mail', 'price', 'rank', 'search', 'spam', 'taste', 'tips'];

/** What the scenarios about many endpoints, and about tight limits, play. */
export default defineConfig({
  tell: { emails: ['oncall@example.com'], slackWebhookParameter: '/sagemaker-rollback/slack-webhook' },
  limits: { cooldownMinutes: 5, shiftsPerDay: 2 },
  endpoints: NAMES.map((endpoint) => ({
    endpoint,
    stable: 'stable',
    canaries: ['canary'],
    mode: 'auto',
    guards: { errors: { above: 0.02 }, latency: { percentile: 99, aboveMs: 500 } },
  })),
});
