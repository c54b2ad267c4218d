import type { Policy } from '../../lambdas/domain/policy.ts';

/** Whom the endpoint's messages go to. */
export const tellWords = ({ contacts: { emails, slackWebhookParameter } }: Policy): string =>
  [
    ...emails,
    ...(slackWebhookParameter === undefined ? [] : [`Slack (webhook in SSM parameter ${slackWebhookParameter})`]),
  ].join(', ') || 'nobody';
