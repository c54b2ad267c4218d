import { join } from 'node:path';
import { App, ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { bundle } from '../../../infra/bundle.ts';
import { compile } from '../../../infra/config/compile.ts';
import demo from '../../../infra/demo.config.ts';
import { EndpointGuard } from '../../../infra/endpoint-guard.ts';
import { guardAlarmName } from '../../../lambdas/contract.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';

const { name: deployment, policies } = compile(demo);

/** Synthesises the naive function's stack on the demo's own guard alarms, and answers the template's path. */
export const synthNaive = async (outdir: string): Promise<string> => {
  const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
  const code = join(outdir, 'function');
  bundle(join(import.meta.dirname, 'function.ts'), code);
  const stack = new NaiveStack(app, 'naive', Code.fromAsset(code));
  app.synth();
  return join(outdir, stack.templateFile);
};

/**
 * One function between the canaries' alarms and SageMaker, as a competent engineer would deploy it first. It has no dead
 * letters: what Lambda gives up after its two retries, the function has mailed each time.
 */
class NaiveStack extends Stack {
  constructor(scope: Construct, id: string, code: Code) {
    super(scope, id, { analyticsReporting: false });
    const topic = new Topic(this, 'Topic');
    for (const email of new Set(policies.flatMap(({ contacts }) => contacts.emails)))
      topic.addSubscription(new EmailSubscription(email));
    // People hear of every alarm directly, as they do with ours.
    for (const policy of policies) new EndpointGuard(this, policy.endpoint, { deployment, policy, pager: topic });
    new Rule(this, 'CanaryAlarm', {
      eventPattern: this.#pattern(),
      targets: [new FunctionTarget(this.#mover(topic, code))],
    });
  }

  /** Stable's alarms are not in it, and a rule knows no mode `observe`: an endpoint that must not be moved stays out. */
  #pattern() {
    const moved = policies.filter(({ mode }) => mode === 'auto');
    return {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm State Change'],
      resources: Match.anyOf(...moved.flatMap((policy) => this.#canaryAlarms(policy)).map((arn) => Match.prefix(arn))),
      detail: { state: { value: ['ALARM'] } },
    };
  }

  #canaryAlarms({ endpoint, canaries }: Policy): readonly string[] {
    return canaries.map((canary) =>
      this.formatArn({
        service: 'cloudwatch',
        resource: 'alarm',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        resourceName: guardAlarmName(deployment, endpoint, canary, ''),
      }),
    );
  }

  #mover(topic: Topic, code: Code): LambdaFunction {
    const mover = new LambdaFunction(this, 'Naive', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code,
      memorySize: 512,
      timeout: Duration.seconds(30),
      environment: { STABLE_VARIANT: policies[0]?.stable ?? '', TOPIC_ARN: topic.topicArn },
    });
    topic.grantPublish(mover);
    mover.addToRolePolicy(
      new PolicyStatement({
        actions: ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
        // By no endpoint's name: SageMaker lower-cases names in ARNs, and a grant on a mixed-case one would deny.
        resources: [this.formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName: '*' })],
      }),
    );
    return mover;
  }
}
