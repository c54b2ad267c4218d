import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import * as v from 'valibot';
import type { Entry } from '../../../lambdas/aws/ledger-history.ts';
import { endpointArnName } from '../../../lambdas/contract.ts';
import { UNREAD, type Unread } from '../../account/unread.ts';
import { broken, type Cause, type Hop, notKnown, worked } from './hops.ts';
import type { Scene } from './scene.ts';

/** What a rollback asks of AWS, each on what. */
type Needed = { readonly actions: readonly string[]; readonly on: string };

const MOVES = 'sagemaker:UpdateEndpointWeightsAndCapacities';

const neededBy = ({ deployed, policy }: Scene): readonly Needed[] => {
  const { parts } = deployed;
  const [, partition, , region, account] = parts.oncallTopic.split(':');
  const arn = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  return [
    {
      actions: ['sagemaker:DescribeEndpoint', MOVES],
      on: arn('sagemaker', `endpoint/${endpointArnName(policy.endpoint)}`),
    },
    { actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData'], on: '*' },
    { actions: ['ssm:GetParameter'], on: arn('ssm', `parameter/${parts.freezeParameter.replace(/^\//, '')}`) },
    {
      actions: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'],
      on: arn('dynamodb', `table/${parts.ledger}`),
    },
    { actions: ['sns:Publish'], on: parts.oncallTopic },
  ];
};

/** What IAM says that the role may not do. It only compares policies: nothing is carried out. */
const deniedTo = async (scene: Scene, role: string): Promise<readonly string[] | Unread> => {
  const asked = await scene.blanks.tried("What the function's role may do", () =>
    Promise.all(
      neededBy(scene).map(async ({ actions, on }) => {
        const simulate = { PolicySourceArn: role, ActionNames: [...actions], ResourceArns: [on] };
        const { EvaluationResults: results = [] } = await scene.session.account
          .iam()
          .send(new SimulatePrincipalPolicyCommand(simulate));
        return results
          .filter(({ EvalDecision }) => EvalDecision !== 'allowed')
          .map(({ EvalActionName }) => `${EvalActionName} on ${on}`);
      }),
    ),
  );
  return asked === UNREAD ? UNREAD : asked.flat();
};

const Read = v.looseObject({ read: v.record(v.string(), v.boolean()) });

/** What the look could not read, by its own record. */
const unreadBy = (look: Entry | undefined): readonly string[] => {
  const parsed = v.safeParse(Read, look?.facts);
  return parsed.success
    ? Object.entries(parsed.output.read).flatMap(([what, read]) => (read ? [] : [NAMES[what] ?? what]))
    : [];
};

const NAMES: Readonly<Record<string, string>> = {
  metrics: "the endpoint's metrics",
  freeze: 'the freeze switch',
  ledger: 'the ledger',
};

type Found = {
  readonly look: Entry | undefined;
  /** What the function said when it was called by hand. */
  readonly failure?: string | undefined;
  readonly role: string | undefined;
  /** The drill moved traffic, which proves that right. */
  readonly moved: boolean;
};

export const grantsHop = async (scene: Scene, { look, failure, role, moved }: Found): Promise<Hop> => {
  const denied = role === undefined ? UNREAD : await deniedTo(scene, role);
  const unread = unreadBy(look);
  const causes: Cause[] = [
    ...(failure === undefined ? [] : [{ what: `The function said: ${failure}`, mend: DEPLOY }]),
    ...(denied === UNREAD ? [] : denied.map((one) => ({ what: `Its role may not ${one}.`, mend: DEPLOY }))),
    ...unread.map((one) => ({ what: `The look could not read ${one}.`, mend: SEE_LOG })),
  ];
  if (causes.length > 0) return broken('grants', 'the function cannot do all that a rollback takes', causes);
  if (look === undefined && denied === UNREAD)
    return notKnown('grants', 'neither a look nor IAM says what the function may do');
  return worked('grants', saying({ look, denied, moved }));
};

const DEPLOY = 'npx cdk deploy';
const SEE_LOG =
  "See the function's log (docs/runbook.md, What is going on); deploy again if it names a missing permission.";

const saying = ({
  look,
  denied,
  moved,
}: {
  look: Entry | undefined;
  denied: readonly string[] | Unread;
  moved: boolean;
}): string => {
  const reads = look === undefined ? 'what it may read was not exercised' : 'the look read all that it needs';
  if (moved) return `${reads}; the right to move weights was used`;
  return denied === UNREAD
    ? `${reads}; whether it may move weights is not known (--move tests it)`
    : `${reads}; its policy allows to move weights, which was not exercised`;
};
