import { defineConfig } from './config/shape.ts';

/** What `npm start` plays. The adopter's own file is `rollback.config.ts`. */
export default defineConfig({
  tell: { emails: ['oncall@example.com'], slackWebhookParameter: '/sagemaker-rollback/slack-webhook' },
  endpoints: [
    {
      endpoint: 'fraud-detector',
      stable: 'stable',
      canaries: ['canary'],
      mode: 'auto',
      guards: { errors: { above: 0.02 }, latency: { percentile: 99, aboveMs: 500 } },
    },
    {
      endpoint: 'FraudDetector-EU',
      stable: 'stable',
      canaries: ['canary'],
      mode: 'auto',
      guards: { errors: { above: 0.02 }, latency: { percentile: 99, aboveMs: 500 } },
    },
    {
      endpoint: 'fraud-observe',
      stable: 'stable',
      canaries: ['canary'],
      mode: 'observe',
      guards: { errors: { above: 0.02 }, latency: { percentile: 99, aboveMs: 500 } },
    },
  ],
});
