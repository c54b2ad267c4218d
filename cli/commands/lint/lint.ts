import type { Outcome } from '../../command.ts';
import { EXIT } from '../../exit.ts';
import { survey } from '../../lint/survey.ts';
import { policyOf, type Session } from '../../session.ts';
import { type LintReport, reportOf } from './report.ts';
import { lintRows } from './rows.ts';

/** Whether the guards of the deployment, or of one endpoint, can fire as the account is. It changes nothing. */
export const lint = async (session: Session, endpoint: string | undefined): Promise<Outcome<LintReport>> => {
  const deployed = await session.deployed();
  const policies = endpoint === undefined ? deployed.deployment.policies : [policyOf(deployed, endpoint)];
  const found = await survey(session, deployed.deployment, policies);
  const report = reportOf(found, { at: session.io.clock(), stack: deployed.stack, policies });
  return { report, rows: (page) => lintRows(page, report), exit: report.canFire ? EXIT.ok : EXIT.notWell };
};
