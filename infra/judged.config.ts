import { defineConfig } from './config/shape.ts';

/** What the scenarios about the judge play: canaries that are compared with their stable, beside the usual guards. */
export default defineConfig({
  tell: { emails: ['oncall@example.com'], slackWebhookParameter: '/sagemaker-rollback/slack-webhook' },
  endpoints: [
    {
      endpoint: 'fraud-judged',
      stable: 'stable',
      canaries: ['canary'],
      mode: 'auto',
      // Stable is far from it, and so is a canary that fails four times as often.
      guards: {
        errors: { above: 0.15 },
        latency: { percentile: 99, aboveMs: 1_500 },
        judge: { slow: { aboveMs: 300 } },
      },
    },
  ],
});
