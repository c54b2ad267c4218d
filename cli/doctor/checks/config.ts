import type { DrillRecord } from '../../../lambdas/aws/ledger-drill.ts';
import { MINUTE } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { UNREAD } from '../../account/unread.ts';
import { driftOf } from '../../commands/status/drift.ts';
import { momentAgo } from '../../shown/times.ts';
import { type Finding, finding } from '../finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Own } from '../inventory/own.ts';

/** The stack, the adopter's own file, and when all of it was last tried out. */
export const checkConfig = (inventory: Inventory): readonly Finding[] => [
  ...checkStack(inventory),
  ...checkOwn(inventory),
  ...checkVersion(inventory),
  ...checkDrills(inventory),
];

const checkStack = ({ deployed: { stack, status } }: Inventory): readonly Finding[] => {
  const where = `stack ${stack}`;
  const command = `aws cloudformation describe-stack-events --stack-name ${stack} --query "StackEvents[?contains(ResourceStatus,'FAILED')].[Timestamp,LogicalResourceId,ResourceStatusReason]"`;
  if (status.endsWith('_FAILED'))
    return [
      finding('stack-failed', { where, what: `it is ${status}`, mend: 'See what failed, and deploy again:', command }),
    ];
  if (status.endsWith('_IN_PROGRESS'))
    return [
      finding('stack-changing', {
        where,
        what: `it is ${status}: what is told here may be changing`,
        mend: 'Run doctor again when it is over.',
      }),
    ];
  if (!status.includes('ROLLBACK')) return [];
  return [
    finding('stack-rolled-back', {
      where,
      what: `it is ${status}: the last deploy failed, and what it was to change is not in force`,
      mend: 'See what failed, and deploy again:',
      command,
    }),
  ];
};

const checkOwn = ({ own, deployed, promised }: Inventory): readonly Finding[] => {
  if (own.kind === 'none') return [];
  const where = own.file;
  if (own.kind === 'unreadable')
    return [
      finding('config-unreadable', {
        where,
        what: `${own.why} It was not compared with what is deployed.`,
        mend: 'npm run synth names each mistake.',
      }),
    ];
  if (own.config.deployment.name !== deployed.deployment.name)
    return [
      finding('config-differs', {
        where,
        what: `it is that of another deployment, ${own.config.deployment.name}: it was not compared`,
        mend: 'Name the config of this one with --config.',
      }),
    ];
  const reserved =
    promised === UNREAD ? [] : concurrencyDrift(own, promised.functions.get(deployed.parts.reconcile)?.reserved);
  return [...driftOf(deployed.deployment, own.config.deployment), ...reserved].map((what) =>
    finding('config-differs', { where, what, mend: 'See it with npx cdk diff. It holds once it is deployed.' }),
  );
};

const concurrencyDrift = (
  { config }: Extract<Own, { kind: 'read' }>,
  deployed: number | undefined,
): readonly string[] => {
  const wanted = config.reservedConcurrency?.reconcile;
  return wanted === deployed
    ? []
    : [`reservedConcurrency of reconcile is ${wanted ?? 'none'}, deployed: ${deployed ?? 'none'}`];
};

const checkVersion = ({ deployed: { version, stack } }: Inventory): readonly Finding[] =>
  version === packageJson.version
    ? []
    : [
        finding('version-differs', {
          where: `stack ${stack}`,
          what: `version ${version} is deployed, and this clone is ${packageJson.version}`,
          mend: 'See what a deploy would change with npx cdk diff.',
        }),
      ];

const DAYS = 30;
const OLD = DAYS * 24 * 60 * MINUTE;

const checkDrills = ({ policies, ledger: { drills }, now }: Inventory): readonly Finding[] =>
  drills === UNREAD ? [] : policies.flatMap((policy) => checkDrill(policy, drills.get(policy.endpoint), now));

const checkDrill = ({ endpoint }: Policy, drill: DrillRecord | undefined, now: number): readonly Finding[] => {
  const said = { where: `endpoint ${endpoint}`, endpoint, command: `npx sagemaker-rollback drill ${endpoint}` };
  const mend = 'Drill it, when nothing else is going on:';
  if (drill === undefined) return [finding('drill-old', { ...said, what: 'it never had a drill', mend })];
  const when = momentAgo(drill.at, now);
  const broken = drill.result?.broken ?? [];
  if (broken.length > 0)
    return [
      finding('drill-failed', {
        ...said,
        what: `in its last drill, ${when}, this did not work: ${broken.join(', ')}`,
        mend: 'Mend what else is found here, and drill it again:',
      }),
    ];
  return now - drill.at > OLD
    ? [finding('drill-old', { ...said, what: `its last drill was ${when}, more than ${DAYS} days`, mend })]
    : [];
};
