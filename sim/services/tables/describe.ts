import type {
  DescribeTableInput,
  DescribeTableOutput,
  DescribeTimeToLiveInput,
  DescribeTimeToLiveOutput,
  ListTablesInput,
  ListTablesOutput,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import { Refusal } from '../../types.ts';
import { keyParts, type Table } from './table.ts';

type Find = (name: string | undefined) => Table | undefined;

export const describeTable = (find: Find, { TableName: name = '' }: DescribeTableInput): DescribeTableOutput => {
  const table = find(name);
  if (table === undefined)
    throw new Refusal('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
  return { Table: descriptionOf(table) };
};

/** The two counts are brought up to date about every six hours; until then a table says that it is empty. */
const descriptionOf = (table: Table): TableDescription => {
  const { isProtected, tableClass, stream } = table.settings;
  return {
    AttributeDefinitions: keyParts(table).map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    TableName: table.name,
    KeySchema: keyParts(table).map(({ name }, index) => ({
      AttributeName: name,
      KeyType: index === 0 ? 'HASH' : 'RANGE',
    })),
    TableStatus: 'ACTIVE',
    CreationDateTime: new Date(table.created),
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    TableSizeBytes: 0,
    ItemCount: 0,
    TableArn: table.arn,
    TableId: table.id,
    BillingModeSummary: {
      BillingMode: 'PAY_PER_REQUEST',
      LastUpdateToPayPerRequestDateTime: new Date(table.created),
    },
    ...(tableClass === 'STANDARD' ? {} : { TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' } }),
    ...(stream === undefined
      ? {}
      : {
          StreamSpecification: { StreamEnabled: true, StreamViewType: stream.view as 'NEW_IMAGE' },
          LatestStreamArn: stream.arn,
        }),
    DeletionProtectionEnabled: isProtected,
  };
};

export const describeTimeToLive = (
  find: Find,
  { TableName: name = '' }: DescribeTimeToLiveInput,
): DescribeTimeToLiveOutput => {
  const table = find(name);
  if (table === undefined)
    throw new Refusal('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
  const { expiry } = table.settings;
  return {
    TimeToLiveDescription:
      expiry === undefined ? { TimeToLiveStatus: 'DISABLED' } : { TimeToLiveStatus: 'ENABLED', AttributeName: expiry },
  };
};

/** Names of one page. */
const PAGE = 100;

export const listTables = (
  names: readonly string[],
  { ExclusiveStartTableName: start = '', Limit: limit = PAGE }: ListTablesInput,
): ListTablesOutput => {
  const from = [...names].sort().filter((name) => name > start);
  const listed = from.slice(0, limit);
  const last = listed.at(-1);
  return { TableNames: listed, ...(from.length > limit && last !== undefined ? { LastEvaluatedTableName: last } : {}) };
};
