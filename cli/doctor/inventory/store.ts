import { DescribeContinuousBackupsCommand, DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { readSwitch } from '../../../lambdas/aws/freeze-value.ts';
import { type DrillRecord, lastDrills } from '../../../lambdas/aws/ledger-drill.ts';
import type { Switch } from '../../../lambdas/domain/freeze.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import type { EndpointName } from '../../../lambdas/domain/policy.ts';
import type { Unread } from '../../account/unread.ts';
import { existing, type Live, type Reader } from './reader.ts';

export type Ledger = {
  /** Of the table: `ACTIVE`… */
  readonly status: Live<string>;
  /** Point-in-time recovery. */
  readonly recovers: Live<boolean>;
  readonly drills: ReadonlyMap<EndpointName, DrillRecord> | Unread;
};

export const readLedger = async (
  client: DynamoDBClient,
  { read }: Reader,
  { table, endpoints }: { readonly table: string; readonly endpoints: readonly EndpointName[] },
): Promise<Ledger> => {
  const where = `table ${table}`;
  const [status, recovers, drills] = await Promise.all([
    read({ area: 'store', name: `The ${where}`, where, unchecked: 'that it is active' }, () =>
      existing(async () => {
        const { Table: found } = await client.send(new DescribeTableCommand({ TableName: table }));
        return found?.TableStatus ?? 'ACTIVE';
      }),
    ),
    read({ area: 'store', name: `The backups of the ${where}`, where, unchecked: 'point-in-time recovery' }, () =>
      existing(async () => {
        const reply = await client.send(new DescribeContinuousBackupsCommand({ TableName: table }));
        const { PointInTimeRecoveryDescription: recovery } = reply.ContinuousBackupsDescription ?? {};
        return recovery?.PointInTimeRecoveryStatus === 'ENABLED';
      }),
    ),
    read(
      { area: 'config', name: 'The last drills', where, unchecked: 'when the last one was, and how it went' },
      async () => (await existing(() => lastDrills(client, table, endpoints))) ?? new Map(),
    ),
  ]);
  return { status, recovers, drills };
};

/** The freeze switch: what it holds, and since when. */
export type LiveFreeze = { readonly switch: Switch; readonly value: string; readonly since: Instant };

export const readFreeze = (client: SSMClient, { read }: Reader, name: string): Promise<Live<LiveFreeze>> =>
  read(
    {
      area: 'store',
      name: `The freeze switch, SSM parameter ${name},`,
      where: `SSM parameter ${name}`,
      unchecked: 'whether rollbacks are frozen',
    },
    () =>
      existing(async () => {
        const { Parameter: found } = await client.send(new GetParameterCommand({ Name: name }));
        const value = found?.Value ?? '';
        return { switch: readSwitch(value), value, since: found?.LastModifiedDate?.getTime() ?? 0 };
      }),
  );
