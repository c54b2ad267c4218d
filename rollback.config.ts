import { defineConfig } from './infra/config/shape.ts';

// The only file to edit. Your editor completes it; `npm run synth` tells every mistake, with its place.
export default defineConfig({
  // Each address confirms its subscription once. For Slack, store the webhook's URL as an SSM SecureString
  // (docs/first-deploy.md) and name the parameter here: slackWebhookParameter: '/sagemaker-rollback/slack-webhook'.
  tell: { emails: ['oncall@example.com'] },

  endpoints: [
    {
      endpoint: 'my-endpoint', // as SageMaker shows it, case included; it must exist already
      stable: 'stable', // the production variant that traffic goes back to
      canaries: ['canary'], // the production variants to judge
      mode: 'observe', // 'observe' only says what it would do; 'auto' does it
      guards: {
        errors: { above: 0.02 }, // more than 2 % of requests plus 2 answered with 5XX, in two of three minutes
        // latency: { percentile: 99, aboveMs: 1000 },
      },
    },
  ],
});
