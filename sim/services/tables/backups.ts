import type {
  ContinuousBackupsDescription,
  DescribeContinuousBackupsInput,
  DescribeContinuousBackupsOutput,
  UpdateContinuousBackupsInput,
  UpdateContinuousBackupsOutput,
} from '@aws-sdk/client-dynamodb';
import { type Instant, Refusal } from '../../types.ts';
import type { Table } from './table.ts';

type Find = (name: string | undefined) => Table | undefined;

/** A table can be restored to what it was up to this long ago. */
const LAG = 5 * 60_000;
const DAY = 24 * 60 * 60_000;
const USUAL_DAYS = 35;

export const describeBackups = (
  find: Find,
  { TableName: name }: DescribeContinuousBackupsInput,
  now: Instant,
): DescribeContinuousBackupsOutput => ({ ContinuousBackupsDescription: descriptionOf(found(find, name), now) });

export const updateBackups = (
  find: Find,
  { TableName: name, PointInTimeRecoverySpecification: wanted }: UpdateContinuousBackupsInput,
  now: Instant,
): UpdateContinuousBackupsOutput => {
  const { settings } = found(find, name);
  if (wanted?.PointInTimeRecoveryEnabled === true)
    settings.recovery = { days: wanted.RecoveryPeriodInDays ?? USUAL_DAYS, since: settings.recovery?.since ?? now };
  else delete settings.recovery;
  return { ContinuousBackupsDescription: descriptionOf(found(find, name), now) };
};

const found = (find: Find, name = ''): Table => {
  const table = find(name);
  if (table === undefined) throw new Refusal('TableNotFoundException', `Table not found: ${name}`);
  return table;
};

const descriptionOf = ({ settings: { recovery } }: Table, now: Instant): ContinuousBackupsDescription => ({
  ContinuousBackupsStatus: 'ENABLED',
  PointInTimeRecoveryDescription:
    recovery === undefined
      ? { PointInTimeRecoveryStatus: 'DISABLED' }
      : {
          PointInTimeRecoveryStatus: 'ENABLED',
          RecoveryPeriodInDays: recovery.days,
          EarliestRestorableDateTime: new Date(Math.max(recovery.since, now - recovery.days * DAY)),
          LatestRestorableDateTime: new Date(Math.max(recovery.since, now - LAG)),
        },
});
