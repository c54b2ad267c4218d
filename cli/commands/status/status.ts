import type { Policy } from '../../../lambdas/domain/policy.ts';
import type { Deployed } from '../../account/deployed.ts';
import type { Outcome } from '../../command.ts';
import { EXIT } from '../../exit.ts';
import { policyOf, type Session } from '../../session.ts';
import { endpointRows } from './endpoint-rows.ts';
import { findingsOf } from './findings.ts';
import { fleetRows } from './fleet-rows.ts';
import { newestMinutes } from './newest.ts';
import { reportOf } from './report.ts';
import { type Scope, scopeOf } from './scope.ts';

/** Every guarded endpoint in one table, or one of them in full. */
export const status = async (session: Session, endpoint: string | undefined): Promise<Outcome> => {
  const deployed = await session.deployed();
  return endpoint === undefined ? fleet(session, deployed) : one(session, deployed, policyOf(deployed, endpoint));
};

const fleet = async (session: Session, deployed: Deployed): Promise<Outcome> => {
  const scope = await scopeOf(session, deployed, deployed.deployment.policies);
  const findings = findingsOf(scope);
  return {
    report: reportOf(scope, findings),
    rows: (page) => fleetRows(page, scope, findings),
    exit: exitOf(findings),
  };
};

const one = async (session: Session, deployed: Deployed, policy: Policy): Promise<Outcome> => {
  const [found, newest] = await Promise.all([
    scopeOf(session, deployed, [policy]),
    newestMinutes(session, deployed, policy),
  ]);
  const scope: Scope = { ...found, survey: { ...found.survey, unread: [...found.survey.unread, ...newest.unread] } };
  const findings = findingsOf(scope);
  return {
    report: { ...reportOf(scope, findings), newest: newest.report },
    rows: (page) => endpointRows(page, scope, { findings, newest }),
    exit: exitOf(findings),
  };
};

const exitOf = (findings: ReturnType<typeof findingsOf>) =>
  findings.some(({ weight }) => weight === 'bad') ? EXIT.notWell : EXIT.ok;
