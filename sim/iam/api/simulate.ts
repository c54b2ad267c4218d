import type {
  EvaluationResult,
  SimulatePolicyResponse,
  SimulatePrincipalPolicyRequest,
  Statement as StatementShown,
} from '@aws-sdk/client-iam';
import { type Actor, type Need, type Person, Refusal } from '../../types.ts';
import { type Entity, type InForce, inForce } from '../book.ts';
import { contextOf } from '../context.ts';
import { type Evaluation, evaluate } from '../evaluate.ts';
import { missingKeys } from '../missing-keys.ts';
import { type Asker, askerOf } from '../principals.ts';
import { type Desk, entityNamed, type Operations, without } from './desk.ts';
import { writtenIn } from './documents.ts';
import { pageOf } from './pages.ts';

const UNKNOWN = [
  'CallerArn',
  'PermissionsBoundaryPolicyInputList',
  'PolicyExclusionList',
  'ResourceHandlingOption',
  'ResourceOwner',
  'ResourcePolicy',
];

/** What would be decided, by the same engine that judges the calls. */
export const simulateOperations = (desk: Desk): Operations => ({
  SimulatePrincipalPolicy: {
    needs: ({ PolicySourceArn: arn = '' }: SimulatePrincipalPolicyRequest) => [
      { action: 'iam:SimulatePrincipalPolicy', resource: arn },
    ],
    run: (input: SimulatePrincipalPolicyRequest): SimulatePolicyResponse => {
      without(input, 'SimulatePrincipalPolicy', UNKNOWN);
      const entity = entityNamed(desk.book, sourceIn(input));
      const given = (input.PolicyInputList ?? []).map(
        (text, index): InForce => ({
          id: `PolicyInputList.${index + 1}`,
          type: 'none',
          document: writtenIn(text, 'identity').document,
        }),
      );
      const own = [...inForce(desk.book, entity), ...given];
      const simulated = (input.ActionNames ?? []).map((action) => simulate(desk, { entity, own, action, input }));
      const { page, more } = pageOf(simulated, input);
      return { EvaluationResults: page, ...more };
    },
  },
});

const sourceIn = ({ PolicySourceArn: arn = '' }: SimulatePrincipalPolicyRequest): Actor => {
  const [, kind, name] = /^arn:[^:]+:iam::\d{12}:(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (kind === undefined || name === undefined)
    throw new Refusal('InvalidInput', `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
  return { kind: kind as Actor['kind'], name };
};

type Simulated = {
  readonly entity: Entity;
  readonly own: readonly InForce[];
  readonly action: string;
  readonly input: SimulatePrincipalPolicyRequest;
};

const simulate = (desk: Desk, simulated: Simulated): EvaluationResult => {
  const { action, input } = simulated;
  const given = input.ResourceArns ?? [];
  const resources = given.length === 0 ? ['*'] : given;
  const results = resources.map((resource) => ({ resource, ...evaluated(desk, simulated, resource) }));
  const decision = STRICTEST.find((one) => results.some((result) => result.decision === one)) ?? 'implicitDeny';
  const isEach = given.length > 0;
  return {
    EvalActionName: action,
    // AWS answers the form of such a resource's ARN here; no such list is kept.
    EvalResourceName: '*',
    EvalDecision: decision,
    MatchedStatements: unique(results.filter((one) => one.decision === decision).flatMap(({ matched }) => matched)),
    MissingContextValues: [...new Set(results.flatMap(({ missing }) => missing))],
    ...(isEach && {
      EvalDecisionDetails: {},
      ResourceSpecificResults: results.map((result) => ({
        EvalResourceName: result.resource,
        EvalResourceDecision: result.decision,
        MatchedStatements: unique(result.matched),
        MissingContextValues: [...result.missing],
      })),
    }),
  };
};

const STRICTEST = ['explicitDeny', 'implicitDeny', 'allowed'] as const;

const evaluated = ({ wires }: Desk, { entity, own, action, input }: Simulated, resource: string) => {
  const context = Object.fromEntries(
    (input.ContextEntries ?? []).map(({ ContextKeyName: key = '', ContextKeyValues: values = [] }) => [key, values]),
  );
  const need: Need = { action, resource, context };
  const asker = askerIn(wires.account, entity);
  const missing = missingKeys(own, contextOf(wires, asker, need), need);
  return { ...evaluate(wires, asker, need, { own }), missing };
};

const askerIn = (account: Parameters<typeof askerOf>[0], { kind, name, arn }: Entity): Asker => {
  const person: Person = { kind: 'person', name: kind === 'user' ? name : 'simulation', as: { kind, name } };
  return askerOf(account, person, arn);
};

/** One entry for each policy: where in its text the statement stands is not told. */
const unique = (matched: Evaluation['matched']): StatementShown[] =>
  [...new Set(matched.map(({ policy }) => policy))].map(({ id, type }) => ({
    SourcePolicyId: id,
    SourcePolicyType: type,
  }));
