import { readPartition } from '../../../lambdas/aws/ledger-partition.ts';
import type { Outcome } from '../../command.ts';
import { EXIT } from '../../exit.ts';
import { policyOf, type Session } from '../../session.ts';
import { check } from './check.ts';
import { reportOf, rowsOf, type Verified } from './report.ts';

export const verify = async (session: Session, endpoint: string | undefined): Promise<Outcome> => {
  const deployed = await session.deployed();
  const endpoints = endpoint === undefined ? deployed.deployment.policies.map((policy) => policy.endpoint) : [endpoint];
  const all: Verified[] = [];
  for (const one of endpoints) {
    const place = { table: deployed.parts.ledger, endpoint: one };
    all.push({ endpoint: one, checked: check(await readPartition(session.account.dynamodb(), place)) });
  }
  // An endpoint that is guarded no more keeps its ledger; of one that never was, the name may be wrong.
  if (endpoint !== undefined && all.every(({ checked }) => checked.entries === 0)) policyOf(deployed, endpoint);
  const isWell = all.every(({ checked }) => checked.broken === undefined && checked.unproved.length === 0);
  return {
    report: { endpoints: all.map(reportOf) },
    rows: (page) => all.flatMap((one) => rowsOf(page, one)),
    ...(isWell ? {} : { exit: EXIT.notWell }),
  };
};
