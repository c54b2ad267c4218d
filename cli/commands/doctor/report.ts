import { AREAS, SEVERITIES } from '../../doctor/diagnose.ts';
import type { Area, Finding, Severity } from '../../doctor/finding.ts';
import type { Inventory } from '../../doctor/inventory/inventory.ts';
import { iso } from '../../shown/times.ts';
import { checkedIn } from './checked.ts';

/** How an area is: the worst that was found in it. */
export type State = Severity | 'ok';

const stateOf = (area: Area, findings: readonly Finding[]): State =>
  SEVERITIES.find((severity) => findings.some((one) => one.area === area && one.severity === severity)) ?? 'ok';

/** What programs get. docs/cli/doctor.md shows it. */
export const reportOf = (inventory: Inventory, findings: readonly Finding[]) => {
  const { deployed, now } = inventory;
  return {
    at: iso(now),
    stack: deployed.stack,
    stackStatus: deployed.status,
    deployedVersion: deployed.version,
    endpoints: inventory.policies.map(({ endpoint }): string => endpoint),
    /** Nothing is broken or weak. */
    healthy: findings.every(({ severity }) => severity === 'note'),
    areas: AREAS.map((area) => ({
      area,
      state: stateOf(area, findings),
      checked: checkedIn[area](inventory),
    })),
    findings,
  };
};

export type DoctorReport = ReturnType<typeof reportOf>;
