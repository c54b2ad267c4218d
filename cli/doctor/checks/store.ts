import { EVERY_ENDPOINT, type Frozen, frozenBy } from '../../../lambdas/domain/freeze.ts';
import { UNREAD } from '../../account/unread.ts';
import { frozenWords } from '../../shown/freeze.ts';
import { momentAgo } from '../../shown/times.ts';
import { type Finding, finding, REVERT } from '../finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { LiveFreeze } from '../inventory/store.ts';

export const checkStore = (inventory: Inventory): readonly Finding[] => [
  ...checkLedger(inventory),
  ...checkFreeze(inventory),
];

const checkLedger = ({ ledger, deployed: { parts } }: Inventory): readonly Finding[] => {
  const { status, recovers } = ledger;
  const where = `table ${parts.ledger}`;
  if (status === undefined)
    return [
      finding('ledger-missing', {
        where,
        what: 'it does not exist: incidents are neither kept nor proved, and messages may come twice',
        ...REVERT,
      }),
    ];
  return [
    ...(status === UNREAD || status === 'ACTIVE'
      ? []
      : [finding('ledger-missing', { where, what: `it is ${status}, not ACTIVE`, mend: 'See what changes it.' })]),
    ...(recovers !== false
      ? []
      : [
          finding('ledger-recovery', {
            where,
            what: 'its point-in-time recovery is off: a record that somebody overwrites is lost',
            mend: 'Switch it on:',
            command: `aws dynamodb update-continuous-backups --table-name ${parts.ledger} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
          }),
        ]),
  ];
};

const checkFreeze = (inventory: Inventory): readonly Finding[] => {
  const { freeze, deployed } = inventory;
  const where = `SSM parameter ${deployed.parts.freezeParameter}`;
  if (freeze === UNREAD) return [];
  if (freeze === undefined)
    return [
      finding('freeze-missing', {
        where,
        what: 'the freeze switch does not exist, and then every endpoint counts as frozen',
        ...setOff(deployed.parts.freezeParameter),
      }),
    ];
  return switchFindings(inventory, where, freeze);
};

const setOff = (parameter: string) => ({
  mend: 'Set it to off, if nothing is to be frozen:',
  command: `aws ssm put-parameter --name ${parameter} --type String --value off --overwrite`,
});

const switchFindings = (
  inventory: Inventory,
  where: string,
  { switch: held, value, since }: LiveFreeze,
): readonly Finding[] => {
  const { deployed, policies, now } = inventory;
  const guarded = deployed.deployment.policies.map(({ endpoint }) => String(endpoint));
  const frozen = frozenBy(held, guarded, now);
  if (frozen === 'unreadable')
    return [
      finding('freeze-unclear', {
        where,
        what: `its value (${value.slice(0, 40)}) is neither off, all, nor names of guarded endpoints: everything counts as frozen`,
        ...setOff(deployed.parts.freezeParameter),
      }),
    ];
  const asked = new Set(policies.map(({ endpoint }) => String(endpoint)));
  return frozen.flatMap((one) => {
    if (one.endpoint === EVERY_ENDPOINT || asked.has(one.endpoint)) return [frozenFinding(one, { where, since, now })];
    return guarded.includes(one.endpoint) ? [] : [unknown(one, where)];
  });
};

type Since = { readonly where: string; readonly since: number; readonly now: number };

const frozenFinding = (one: Frozen, { where, since, now }: Since): Finding => {
  const all = one.endpoint === EVERY_ENDPOINT;
  return finding('frozen', {
    where,
    ...(all ? {} : { endpoint: one.endpoint }),
    what: `rollbacks of ${all ? 'every endpoint' : one.endpoint} are ${frozenWords(one, now)}; the switch was last set ${momentAgo(since, now)}`,
    mend: 'Leave it, if it is meant. To end it (npx cdk deploy --revert-drift would end it, too):',
    command: `npx sagemaker-rollback thaw ${all ? '--all' : one.endpoint}`,
  });
};

const unknown = ({ endpoint }: Frozen, where: string): Finding =>
  finding('freeze-unknown', {
    where,
    what: `it freezes ${endpoint}, which is not guarded (any more): a name with another case, or an endpoint that left the config`,
    mend: 'Thaw it, and freeze what is meant:',
    command: `npx sagemaker-rollback thaw ${endpoint}`,
  });
