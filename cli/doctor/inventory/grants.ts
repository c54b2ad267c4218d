import { type ContextEntry, GetRoleCommand, type IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Account } from '../../account/account.ts';
import { inTurns } from '../../account/in-turns.ts';
import { UNREAD, type Unread } from '../../account/unread.ts';
import { parsedJson } from '../promised/json.ts';
import { type Statement, statementsOf } from '../promised/statements.ts';
import { existing, type Live, type Reader } from './reader.ts';

/** What IAM says of one action on one resource. It only compares policies: nothing is carried out. */
export type Decision = {
  readonly action: string;
  readonly on: string;
  readonly decision: 'allowed' | 'implicitDeny' | 'explicitDeny';
};

export type LiveRole = {
  readonly name: string;
  /** Who may assume it; undefined: there is no such role. */
  readonly trust: Live<readonly Statement[]>;
  readonly decisions: readonly Decision[] | Unread;
};

export const readRole = async (
  client: IAMClient,
  { read }: Reader,
  { arn, grants }: { readonly arn: string; readonly grants: readonly Statement[] },
): Promise<LiveRole> => {
  const name = arn.split('/').at(-1) ?? arn;
  const where = `role ${name}`;
  const [trust, decisions] = await Promise.all([
    read({ area: 'grants', name: `The ${where}`, where, unchecked: 'that Lambda may assume it' }, () =>
      existing(async () => {
        const { Role: role } = await client.send(new GetRoleCommand({ RoleName: name }));
        return statementsOf(parsedJson(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''))) ?? [];
      }),
    ),
    read(
      { area: 'grants', name: `What the ${where} may do`, where, unchecked: 'its permissions' },
      async () => (await existing(() => inTurns(grants, (grant) => simulated(client, arn, grant)))) ?? [],
    ),
  ]);
  return { name, trust, decisions: decisions === UNREAD ? decisions : decisions.flat() };
};

const simulated = async (
  client: IAMClient,
  arn: string,
  { actions, resources, conditions = {} }: Pick<Statement, 'actions' | 'resources'> & Partial<Statement>,
): Promise<readonly Decision[]> => {
  const { EvaluationResults: results = [] } = await client.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: arn,
      ActionNames: [...actions],
      ResourceArns: resources.map(exact),
      ...(Object.keys(conditions).length > 0 && { ContextEntries: contextOf(conditions) }),
    }),
  );
  return results.flatMap(({ EvalActionName: action = '', EvalDecision: whole, ResourceSpecificResults: each = [] }) =>
    each.length === 0
      ? resources.map((on): Decision => ({ action, on, decision: whole ?? 'implicitDeny' }))
      : each.map(
          ({ EvalResourceName: on = '', EvalResourceDecision: decision }): Decision => ({
            action,
            on,
            decision: decision ?? 'implicitDeny',
          }),
        ),
  );
};

/** As the call will be: IAM compares with what it is told, and knows nothing of the request. */
const contextOf = (conditions: Statement['conditions']): ContextEntry[] =>
  Object.entries(conditions).map(([key, values]) => ({
    ContextKeyName: key.split(' ').at(-1),
    ContextKeyType: 'string',
    ContextKeyValues: [...values],
  }));

/** A log group's ARN ends with `:*`, which stands for its streams: IAM is asked of one. */
const exact = (resource: string): string =>
  resource.includes(':log-group:') ? resource.replace(/:\*$/, ':log-stream:any') : resource;

/** Whether whoever asks could shift by hand; undefined: IAM cannot tell of them. */
export type Caller = { readonly arn: string; readonly mayShift: Live<readonly Decision[]> };

const MOVES = 'sagemaker:UpdateEndpointWeightsAndCapacities';

export const readCaller = async (
  account: Account,
  { read }: Reader,
  endpointArns: readonly string[],
): Promise<Caller | Unread> => {
  const asked = {
    area: 'grants',
    name: 'What you may do',
    where: 'your credentials',
    unchecked: 'whether you could roll back by hand',
  } as const;
  const arn = await read(asked, async () => (await account.sts().send(new GetCallerIdentityCommand({}))).Arn ?? '');
  if (arn === UNREAD) return UNREAD;
  const mayShift = await read(asked, async () => {
    const entity = await entityOf(account, arn);
    if (entity === undefined) return undefined;
    return existing(() => simulated(account.iam(), entity, { actions: [MOVES], resources: [...endpointArns] }));
  });
  return { arn, mayShift };
};

/** A session's ARN leaves out the path of its role, which IAM asks for. The account's root may do everything. */
const entityOf = async (account: Account, arn: string): Promise<string | undefined> => {
  if (arn.includes(':user/')) return arn;
  const [, role] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (role === undefined) return undefined;
  const found = await existing(() => account.iam().send(new GetRoleCommand({ RoleName: role })));
  return found?.Role?.Arn;
};
