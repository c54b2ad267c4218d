import { UNREAD } from '../../account/unread.ts';
import { listed } from '../../shown/text.ts';
import { type Finding, finding, REVERT } from '../finding.ts';
import type { Decision, LiveRole } from '../inventory/grants.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Statement } from '../promised/statements.ts';

/** Whether IAM lets the functions do what the deployed template grants them, action by action. */
export const checkGrants = (inventory: Inventory): readonly Finding[] => [
  ...Object.values(inventory.roles).flatMap((role) => (role === UNREAD || role === undefined ? [] : checkRole(role))),
  ...checkCaller(inventory),
];

const checkRole = ({ name, trust, decisions }: LiveRole): readonly Finding[] => {
  const where = `role ${name}`;
  if (trust === undefined) return [finding('role-missing', { where, what: 'it does not exist', ...REVERT })];
  const lambda = trust === UNREAD || trust.some(letsLambda);
  return [
    ...(lambda ? [] : [finding('role-trust', { where, what: 'Lambda may not assume it', ...REVERT })]),
    ...(decisions === UNREAD ? [] : deniedIn(where, decisions)),
  ];
};

const letsLambda = ({ effect, actions, principals }: Statement): boolean =>
  effect === 'Allow' && actions.includes('sts:AssumeRole') && principals.includes('Service:lambda.amazonaws.com');

const deniedIn = (where: string, decisions: readonly Decision[]): readonly Finding[] => {
  const missing = decisions.filter(({ decision }) => decision === 'implicitDeny');
  const denied = decisions.filter(({ decision }) => decision === 'explicitDeny');
  const all = missing.length === decisions.length;
  return [
    ...(missing.length === 0
      ? []
      : [
          finding('grant-missing', {
            where,
            what: all ? 'it may nothing at all: its policy is gone' : `it may not ${listed(inWords(missing))}`,
            ...REVERT,
          }),
        ]),
    ...(denied.length === 0
      ? []
      : [
          finding('grant-denied', {
            where,
            what: `a policy denies it ${listed(inWords(denied))}`,
            mend: 'Find the statement with Effect Deny among its policies, its permissions boundary and the service control policies:',
            command: `aws iam list-role-policies --role-name ${where.replace('role ', '')}`,
          }),
        ]),
  ];
};

const MOST = 3;

/** An action, and on how many resources. */
const inWords = (decisions: readonly Decision[]): readonly string[] =>
  [...Map.groupBy(decisions, ({ action }) => action)].map(([action, each]) => {
    const on = each.map((one) => one.on);
    return on.length > MOST ? `${action} on ${on.length} resources` : `${action} on ${listed(on)}`;
  });

const checkCaller = ({ caller }: Inventory): readonly Finding[] => {
  if (caller === UNREAD || caller.mayShift === UNREAD || caller.mayShift === undefined) return [];
  const denied = caller.mayShift.filter(({ decision }) => decision !== 'allowed');
  if (denied.length === 0) return [];
  return [
    finding('caller-may-not-shift', {
      where: caller.arn,
      what: `you may not ${listed(inWords(denied))}: rollback, or the AWS CLI, would be refused`,
      mend: 'Ask for the right, if you are to roll back by hand. The automation does not need it.',
    }),
  ];
};
