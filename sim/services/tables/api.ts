import type {
  DeleteItemInput,
  DescribeContinuousBackupsInput,
  DescribeTableInput,
  DescribeTimeToLiveInput,
  GetItemInput,
  ListTablesInput,
  PutItemInput,
  QueryInput,
  ScanInput,
  UpdateContinuousBackupsInput,
  UpdateItemInput,
} from '@aws-sdk/client-dynamodb';
import type { Api, Need, Operation, Principal, Wires } from '../../types.ts';
import { describeBackups, updateBackups } from './backups.ts';
import { batchOperations } from './batch-api.ts';
import { describeTable, describeTimeToLive, listTables } from './describe.ts';
import { leadingKey } from './keys.ts';
import { partitionOf, query } from './query.ts';
import { getItem } from './reads.ts';
import { scan } from './scan.ts';
import type { Table, TableNamed } from './table.ts';
import type { Item } from './values.ts';
import { deleteItem, putItem, updateItem } from './writes.ts';

export type Tables = {
  readonly all: ReadonlyMap<string, Table>;
  /** Refuses a name that there is no table of. */
  readonly named: TableNamed;
  readonly nameIn: (nameOrArn: string) => string;
};

/** What an action on a table needs, with the partition that it touches, where it is about one. */
export type NeedFor = (
  action: string,
  tableName: string | undefined,
  partition?: (table: Table) => string | undefined,
) => Need;

export const tablesApi = (wires: Wires, tables: Tables): Api => {
  const need = needIn(wires, tables);
  return {
    name: 'dynamodb',
    operations: {
      ...itemOperations(tables, need),
      ...batchOperations(wires, tables, need),
      ...tableOperations(wires, tables, need),
    },
  };
};

const needIn =
  (wires: Wires, { all, nameIn }: Tables): NeedFor =>
  (action, given = '', partition = () => undefined) => {
    const { account } = wires;
    const name = nameIn(given);
    const table = all.get(name);
    const leading = table && partition(table);
    return {
      action: `dynamodb:${action}`,
      resource: `arn:${account.partition}:dynamodb:${account.region}:${account.id}:table/${name}`,
      ...(leading === undefined ? {} : { context: { 'dynamodb:LeadingKeys': leading } }),
    };
  };

const itemOperations = ({ named }: Tables, need: NeedFor): Api['operations'] => {
  const keyed = (action: string, run: (table: Table, input: never, who: Principal) => unknown): Operation => ({
    needs: ({ TableName, Key }: { TableName?: string; Key?: Item }) => [
      need(action, TableName, (table) => leadingKey(table, Key)),
    ],
    run: (input: { TableName?: string }, who) => run(named(input.TableName ?? ''), input as never, who),
  });
  return {
    GetItem: keyed('GetItem', (table, input: GetItemInput, who) => getItem(table, input, who)),
    DeleteItem: keyed('DeleteItem', (table, input: DeleteItemInput) => deleteItem(table, input)),
    UpdateItem: keyed('UpdateItem', (table, input: UpdateItemInput) => updateItem(table, input)),
    PutItem: {
      needs: ({ TableName, Item }: PutItemInput) => [need('PutItem', TableName, (table) => leadingKey(table, Item))],
      run: (input: PutItemInput) => putItem(named(input.TableName ?? ''), input),
    },
    Query: {
      needs: (input: QueryInput) => [need('Query', input.TableName, (table) => leadingIn(table, input))],
      run: (input: QueryInput, who) => query(named(input.TableName ?? ''), input, who),
    },
    Scan: {
      needs: ({ TableName }: ScanInput) => [need('Scan', TableName)],
      run: (input: ScanInput, who) => scan(named(input.TableName ?? ''), input, who),
    },
  };
};

const leadingIn = (table: Table, input: QueryInput): string | undefined => {
  const value = partitionOf(table, input);
  return value?.S ?? value?.N;
};

const tableOperations = ({ clock }: Wires, { all, nameIn }: Tables, need: NeedFor): Api['operations'] => {
  const find = (name = ''): Table | undefined => all.get(nameIn(name));
  return {
    DescribeTable: {
      needs: ({ TableName }: DescribeTableInput) => [need('DescribeTable', TableName)],
      run: (input: DescribeTableInput) => describeTable(find, input),
    },
    DescribeTimeToLive: {
      needs: ({ TableName }: DescribeTimeToLiveInput) => [need('DescribeTimeToLive', TableName)],
      run: (input: DescribeTimeToLiveInput) => describeTimeToLive(find, input),
    },
    DescribeContinuousBackups: {
      needs: ({ TableName }: DescribeContinuousBackupsInput) => [need('DescribeContinuousBackups', TableName)],
      run: (input: DescribeContinuousBackupsInput) => describeBackups(find, input, clock.now()),
    },
    UpdateContinuousBackups: {
      needs: ({ TableName }: UpdateContinuousBackupsInput) => [need('UpdateContinuousBackups', TableName)],
      run: (input: UpdateContinuousBackupsInput) => updateBackups(find, input, clock.now()),
    },
    ListTables: {
      needs: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
      run: (input: ListTablesInput) => listTables([...all.keys()], input),
    },
  };
};
