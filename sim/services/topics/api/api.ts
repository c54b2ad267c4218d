import type { PublishInput } from '@aws-sdk/client-sns';
import type { Api } from '../../../types.ts';
import { toPublication } from '../publication.ts';
import { type Desk, onTopic, topicOf } from './desk.ts';
import { listOperations } from './lists.ts';
import { subscriptionOperations } from './subscriptions.ts';
import { topicOperations } from './topics.ts';

export const topicsApi = (desk: Desk): Api => ({
  name: 'sns',
  operations: {
    Publish: {
      ...onTopic(desk, 'Publish'),
      run: (input: PublishInput) => ({ MessageId: desk.accept(topicOf(desk, input.TopicArn), toPublication(input)) }),
    },
    ...topicOperations(desk),
    ...subscriptionOperations(desk),
    ...listOperations(desk),
  },
});
