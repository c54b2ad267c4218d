import { selfAlarmName } from '../../../lambdas/contract.ts';
import * as commands from '../../../lambdas/domain/words/commands.ts';
import { UNREAD } from '../../account/unread.ts';
import { momentAgo } from '../../shown/times.ts';
import { type Finding, finding, REVERT } from '../finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { AlarmDefinition } from '../promised/alarm-definition.ts';
import { changesOf } from './alarm-definitions.ts';

/** The alarms on the automation itself: who watches the watcher. */
export const checkSelfAlarms = (inventory: Inventory): readonly Finding[] => {
  const { promised, deployed } = inventory;
  if (promised === UNREAD) return [];
  const prefix = selfAlarmName(deployed.deployment.name, '');
  return promised.alarms
    .filter(({ name }) => name.startsWith(prefix))
    .flatMap((one) => [...changed(inventory, one), ...firing(inventory, one)]);
};

const changed = ({ alarms }: Inventory, promised: AlarmDefinition): readonly Finding[] => {
  if (alarms === UNREAD) return [];
  const where = `alarm ${promised.name}`;
  const live = alarms.get(promised.name);
  if (live === undefined) return [finding('self-alarm', { where, what: 'it does not exist', ...REVERT })];
  const changes = live.definition === undefined ? [] : changesOf(live.definition, promised);
  return [
    ...changes.map(({ what }) => finding('self-alarm', { where, what, ...REVERT })),
    ...(live.alarm.actionsEnabled
      ? []
      : [
          finding('self-alarm', {
            where,
            what: 'its actions are disabled',
            mend: 'Enable them:',
            command: `aws cloudwatch enable-alarm-actions --alarm-names '${promised.name}'`,
          }),
        ]),
  ];
};

const firing = ({ alarms, now }: Inventory, { name }: AlarmDefinition): readonly Finding[] => {
  const live = alarms === UNREAD ? undefined : alarms.get(name);
  if (live?.alarm.state !== 'ALARM') return [];
  return [
    finding('self-alarm-firing', {
      where: `alarm ${name}`,
      what: `it is in ALARM since ${momentAgo(live.alarm.transitionedAt, now)}`,
      mend: 'docs/runbook.md has what it means and what to do. What CloudWatch says of it:',
      command: commands.describeAlarm(name),
    }),
  ];
};
