import { fileURLToPath } from 'node:url';
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { freezeParameterName, NOT_FROZEN, type Parts, TABLE_KEY } from '../lambdas/contract.ts';
import type { Deployment } from '../lambdas/domain/policy.ts';
import { Channels } from './channels.ts';
import type { ReservedConcurrency } from './config/shape.ts';
import { deadLetters } from './dead-letters.ts';
import { EndpointGuard } from './endpoint-guard.ts';
import { judgeFunction } from './judge-function.ts';
import { notifyFunction } from './notify-function.ts';
import { reconcileFunction } from './reconcile-function.ts';
import { SelfAlarms } from './self-alarms.ts';
import { letInvoke, strategistFunction } from './strategist-function.ts';
import { Triggers } from './triggers.ts';

export type RollbackAutomationProps = {
  /** From `compile`: complete, and checked. */
  readonly deployment: Deployment;
  /** Absent: none is kept free. */
  readonly reservedConcurrency?: ReservedConcurrency | undefined;
  readonly entries?: Entries;
};

/** The functions' source files. */
export type Entries = {
  readonly reconcile: string;
  readonly notify: string;
  readonly strategist: string;
  readonly judge: string;
};

export const OUR_ENTRIES: Entries = {
  reconcile: fileURLToPath(new URL('../lambdas/reconcile.ts', import.meta.url)),
  notify: fileURLToPath(new URL('../lambdas/notify.ts', import.meta.url)),
  strategist: fileURLToPath(new URL('../lambdas/strategist.ts', import.meta.url)),
  judge: fileURLToPath(new URL('../lambdas/judge.ts', import.meta.url)),
};

/** Guards the endpoints of one deployment: all that must exist in one account and region. */
export class RollbackAutomation extends Construct {
  /** For `signposts`, by which the command line finds a deployment. */
  readonly parts: Parts;

  constructor(scope: Construct, id: string, props: RollbackAutomationProps) {
    super(scope, id);
    const { deployment, reservedConcurrency, entries = OUR_ENTRIES } = props;
    const handOverDeadLetters = deadLetters(this, 'HandOverDeadLetters');
    const executionDeadLetters = deadLetters(this, 'ExecutionDeadLetters');
    const channels = new Channels(this, 'Channels', { deployment, deadLetters: handOverDeadLetters });

    const table = this.#ledger();
    const freeze = this.#freeze(deployment);
    const reconcile = reconcileFunction(this, {
      deployment,
      entry: entries.reconcile,
      reservedConcurrency: reservedConcurrency?.reconcile,
      table,
      freeze,
      channels,
      deadLetters: executionDeadLetters,
    });
    const strategist = strategistFunction(this, {
      deployment,
      entry: entries.strategist,
      table,
      deadLetters: executionDeadLetters,
    });
    if (strategist) letInvoke(reconcile, strategist);
    const notify = notifyFunction(this, {
      deployment,
      entry: entries.notify,
      reservedConcurrency: reservedConcurrency?.notify,
      deadLetters: executionDeadLetters,
    });

    const judge = judgeFunction(this, {
      deployment,
      entry: entries.judge,
      reservedConcurrency: reservedConcurrency?.judge,
      executionDeadLetters,
      handOverDeadLetters,
    });

    channels.forward(notify.handler);
    const triggers = new Triggers(this, 'Triggers', {
      deployment,
      reconcile: reconcile.handler,
      deadLetters: handOverDeadLetters,
    });
    const guards = new Construct(this, 'Guards');
    for (const policy of deployment.policies)
      new EndpointGuard(guards, policy.endpoint, { deployment: deployment.name, policy, pager: channels.pager });
    new SelfAlarms(this, 'Self', {
      deployment: deployment.name,
      reconcile: reconcile.handler,
      judge: judge?.handler,
      handOverDeadLetters,
      executionDeadLetters,
      pager: channels.pager,
      alarmRule: triggers.rules.alarmRule,
    });
    this.parts = {
      ledger: table.tableName,
      freezeParameter: freeze.parameterName,
      oncallTopic: channels.oncall.topicArn,
      pagerTopic: channels.pager.topicArn,
      reconcile: reconcile.handler.functionName,
      notify: notify.handler.functionName,
      ...triggers.rules,
      handOverDeadLetters: handOverDeadLetters.queueUrl,
      executionDeadLetters: executionDeadLetters.queueUrl,
    };
  }

  /** What was seen, decided, done and proved. It outlives the stack: an audit is asked for after the fact. */
  #ledger(): Table {
    return new Table(this, 'Ledger', {
      partitionKey: { name: TABLE_KEY.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEY.sort, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** People change its value; a deploy leaves it alone as long as this text stays the same. */
  #freeze(deployment: Deployment): StringParameter {
    return new StringParameter(this, 'Freeze', {
      parameterName: freezeParameterName(deployment.name),
      stringValue: NOT_FROZEN,
      description: `Stops rollbacks: 'all', or endpoint names separated by commas. '${NOT_FROZEN}' lets them run.`,
    });
  }
}
