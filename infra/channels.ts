import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterOrPolicy, SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENDPOINT_ATTRIBUTE, guardAlarmPrefix, selfAlarmName } from '../lambdas/contract.ts';
import type { Deployment, Policy } from '../lambdas/domain/policy.ts';

export type ChannelsProps = {
  readonly deployment: Deployment;
  /** Where a message ends up that could not be handed to its subscriber. */
  readonly deadLetters: IQueue;
};

/**
 * The two roads to people. `oncall` carries our own messages; `pager` carries CloudWatch's raw alarms, so that somebody
 * is paged even when all else is dead, and on-call's own topic is not flooded with JSON.
 *
 * Neither topic has a KMS key: CloudWatch cannot publish to a topic under the AWS managed key, and a key of our own
 * would be one more thing that can be disabled or denied between an alarm and a person. Messages hold no secret.
 */
export class Channels extends Construct {
  readonly oncall: Topic;
  readonly pager: Topic;
  readonly #deployment: Deployment;
  readonly #deadLetters: IQueue;

  constructor(scope: Construct, id: string, { deployment, deadLetters }: ChannelsProps) {
    super(scope, id);
    this.#deployment = deployment;
    this.#deadLetters = deadLetters;
    this.oncall = new Topic(this, 'Oncall', { displayName: `${deployment.name} on-call`, enforceSSL: true });
    this.pager = new Topic(this, 'Pager', { displayName: `${deployment.name} pager`, enforceSSL: true });
    this.#letAlarmsPage();
    this.#mail();
  }

  /** Slack and the like: `sender` gets the messages of the endpoints that name a webhook. */
  forward(sender: IFunction): void {
    const told = this.#deployment.policies.filter((policy) => policy.contacts.slackWebhookParameter !== undefined);
    if (told.length === 0) return;
    this.oncall.addSubscription(new LambdaSubscription(sender, this.#onlyAbout(told)));
  }

  #mail(): void {
    const { policies } = this.#deployment;
    for (const email of new Set(policies.flatMap((policy) => policy.contacts.emails))) {
      const theirs = policies.filter((policy) => policy.contacts.emails.includes(email));
      this.oncall.addSubscription(new EmailSubscription(email, this.#onlyAbout(theirs)));
      this.pager.addSubscription(new EmailSubscription(email, this.#onlyAlarmsOf(theirs)));
    }
  }

  /** Whoever answers for every endpoint needs no filter, and then misses nothing that a filter could hide. */
  #onlyAbout(policies: readonly Policy[]) {
    const deadLetterQueue = this.#deadLetters;
    if (this.#areAll(policies)) return { deadLetterQueue };
    const allowlist = policies.map((policy) => policy.endpoint);
    return { deadLetterQueue, filterPolicy: { [ENDPOINT_ATTRIBUTE]: SubscriptionFilter.stringFilter({ allowlist }) } };
  }

  /** CloudWatch sends no message attributes, so this filter reads the alarm's JSON. Everybody hears of the automation itself. */
  #onlyAlarmsOf(policies: readonly Policy[]) {
    const { name } = this.#deployment;
    const deadLetterQueue = this.#deadLetters;
    if (this.#areAll(policies)) return { deadLetterQueue };
    const matchPrefixes = [
      selfAlarmName(name, ''),
      ...policies.map((policy) => `${guardAlarmPrefix(name)}${policy.endpoint}/`),
    ];
    return {
      deadLetterQueue,
      filterPolicyWithMessageBody: {
        AlarmName: FilterOrPolicy.filter(SubscriptionFilter.stringFilter({ matchPrefixes })),
      },
    };
  }

  #areAll(policies: readonly Policy[]): boolean {
    return policies.length === this.#deployment.policies.length;
  }

  #letAlarmsPage(): void {
    const stack = Stack.of(this);
    const ours = stack.formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: `${this.#deployment.name}/*`,
    });
    this.pager.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OurAlarmsMayPage',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.pager.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': ours } },
      }),
    );
  }
}
