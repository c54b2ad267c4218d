import { readPartition } from '../../../lambdas/aws/ledger-partition.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import type { Outcome } from '../../command.ts';
import { EXIT } from '../../exit.ts';
import type { Session } from '../../session.ts';
import { Trouble } from '../../trouble.ts';
import { again, type Item } from './again.ts';
import { itemsIn } from './file.ts';
import { reportOf, rowsOf } from './report.ts';

export type ReplayTyped = { readonly record: string | undefined; readonly file: string | undefined };

export const replay = async (session: Session, typed: ReplayTyped): Promise<Outcome> => {
  const items = await itemsOf(session, typed);
  const entries = items.filter(({ sk }) => sk?.S?.startsWith('entry#')).map(again);
  const told = { entries, code: packageJson.version };
  const differs = entries.some((entry) => entry.kind === 'asked' && entry.differs.length > 0);
  return {
    report: reportOf(told),
    rows: (page) => rowsOf(page, told),
    ...(differs || entries.every(({ kind }) => kind !== 'asked') ? { exit: EXIT.notWell } : {}),
  };
};

const itemsOf = async (session: Session, { record, file }: ReplayTyped): Promise<readonly Item[]> => {
  if (file !== undefined && record === undefined) return itemsIn(file);
  if (file !== undefined || record === undefined)
    throw new Trouble('usage', 'Give a record, or --file, and not both.', 'See npx sagemaker-rollback replay --help');
  return recorded(session, record);
};

/** `ENDPOINT/entry#…`, or an incident's id: the endpoint, and its second. */
const recorded = async (session: Session, record: string): Promise<readonly Item[]> => {
  const [, endpoint, key] = /^([^/]+)\/(entry#.+)$/.exec(record) ?? [];
  const [, ofIncident] = INCIDENT.exec(record) ?? [];
  const name = endpoint ?? ofIncident;
  if (name === undefined)
    throw new Trouble(
      'usage',
      `${record} is neither an incident's id nor ENDPOINT/KEY of an entry.`,
      'See the ids: npx sagemaker-rollback history ENDPOINT',
    );
  const { parts } = await session.deployed();
  const all = await readPartition(session.account.dynamodb(), { table: parts.ledger, endpoint: name });
  const found = all.filter(({ sk, incidentId }) => (key === undefined ? incidentId?.S === record : sk?.S === key));
  if (found.length > 0) return found;
  throw new Trouble(
    'no-such-incident',
    key === undefined ? `The ledger has no incident ${record}.` : `The ledger of ${name} has no entry ${key}.`,
    `See those that it has: npx sagemaker-rollback history ${name}`,
  );
};

const INCIDENT = /^(.+?)(?:-drill)?-\d{8}T\d{6}$/;
