import type { Outcome } from '../../command.ts';
import { diagnose } from '../../doctor/diagnose.ts';
import { takeInventory } from '../../doctor/inventory/inventory.ts';
import { EXIT } from '../../exit.ts';
import { policyOf, type Session } from '../../session.ts';
import { type DoctorReport, reportOf } from './report.ts';
import { rowsOf } from './rows.ts';

/** Every part of the deployment, or all that one endpoint rests on, against what was deployed. It changes nothing. */
export const doctor = async (session: Session, endpoint: string | undefined): Promise<Outcome<DoctorReport>> => {
  const deployed = await session.deployed();
  const policies = endpoint === undefined ? deployed.deployment.policies : [policyOf(deployed, endpoint)];
  const inventory = await takeInventory({ session, deployed, policies });
  const report = reportOf(inventory, diagnose(inventory));
  return { report, rows: (page) => rowsOf(page, report), exit: report.healthy ? EXIT.ok : EXIT.notWell };
};
