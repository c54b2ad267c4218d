import type { Instant, Provisioner, Wires } from '../../types.ts';
import {
  checkFlag,
  checkWhole,
  objectOf,
  objectsOf,
  oneOf,
  optionalText,
  type Properties,
  textOf,
} from '../properties.ts';
import type { KeyPart, KeyType, Table, TableSettings } from './table.ts';

const SHARED = [
  'AttributeDefinitions',
  'BillingMode',
  'KeySchema',
  'SSESpecification',
  'StreamSpecification',
  'TableName',
  'TimeToLiveSpecification',
];
const TABLE = [...SHARED, 'DeletionProtectionEnabled', 'PointInTimeRecoverySpecification', 'TableClass', 'Tags'];
const GLOBAL_TABLE = [...SHARED, 'Replicas'];
const RECOVERY = ['PointInTimeRecoveryEnabled', 'RecoveryPeriodInDays'];
/** In days, and how long it is where nothing else is said. */
const LONGEST_RECOVERY = 35;
const REPLICA = [
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'KinesisStreamSpecification',
  'PointInTimeRecoverySpecification',
  'Region',
  'TableClass',
  'Tags',
];

/** A table, or the same as `TableV2` writes it; one replica, in this region. */
export const tableProvisioners = (wires: Wires, tables: Map<string, Table>): readonly Provisioner[] => [
  provisioner(wires, tables, { type: 'AWS::DynamoDB::Table', properties: TABLE }),
  provisioner(wires, tables, { type: 'AWS::DynamoDB::GlobalTable', properties: GLOBAL_TABLE }),
];

const provisioner = (
  wires: Wires,
  tables: Map<string, Table>,
  kind: Pick<Provisioner, 'type' | 'properties'>,
): Provisioner => ({
  ...kind,
  replacing: ['KeySchema', 'TableName'],
  identify: (otherwise, properties) => {
    const { account } = wires;
    const name = optionalText(properties, 'TableName') ?? otherwise;
    const arn = `arn:${account.partition}:dynamodb:${account.region}:${account.id}:table/${name}`;
    const stream = properties['StreamSpecification'] === undefined ? {} : { StreamArn: `${arn}/stream/latest` };
    return { ref: name, attributes: { Arn: arn, ...stream } };
  },
  create: ({ type, properties }, { ref: name, attributes }) => {
    const { Arn: arn = '' } = attributes;
    check(type, properties, wires.account.region);
    if (tables.has(name)) throw new Error(`there is a table ${name} already`);
    tables.set(name, {
      name,
      arn,
      id: wires.seeded.id(`table/${name}`),
      created: wires.clock.now(),
      ...readKeys(properties),
      settings: readSettings(properties, attributes['StreamArn'], wires.clock.now()),
      items: new Map(),
      tokens: new Map(),
    });
  },
  update: ({ type, properties }, { ref: name, attributes }) => {
    const table = tables.get(name);
    if (table === undefined) throw new Error(`there is no table ${name}`);
    check(type, properties, wires.account.region);
    const keys = readKeys(properties);
    const settings = readSettings(properties, attributes['StreamArn'], wires.clock.now());
    tables.set(name, { ...table, ...keys, settings });
  },
  remove: (_, { ref: name }) => {
    if (tables.get(name)?.settings.isProtected === true)
      throw new Error(
        `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
      );
    tables.delete(name);
  },
});

const check = (type: string, properties: Properties, region: string): void => {
  if (type === 'AWS::DynamoDB::GlobalTable') checkReplicas(properties, region);
  checkRecovery(properties);
  oneOf({ BillingMode: 'PROVISIONED', ...properties }, 'BillingMode', ['PAY_PER_REQUEST']);
};

/** What a replica says of itself counts as if the table said it. */
const readSettings = (properties: Properties, streamArn: string | undefined, now: Instant): TableSettings => {
  const [replica = {}] = properties['Replicas'] === undefined ? [] : objectsOf(properties, 'Replicas', REPLICA);
  const own = { ...properties, ...replica };
  const expiry = objectOf(properties, 'TimeToLiveSpecification', ['AttributeName', 'Enabled']);
  const stream = objectOf(properties, 'StreamSpecification', ['StreamViewType']);
  const isOn = (value: unknown): boolean => String(value) === 'true';
  return {
    isProtected: isOn(own['DeletionProtectionEnabled']),
    tableClass: optionalText(own, 'TableClass') ?? 'STANDARD',
    ...(expiry !== undefined && isOn(expiry['Enabled']) ? { expiry: textOf(expiry, 'AttributeName') } : {}),
    ...(stream !== undefined && streamArn !== undefined
      ? { stream: { arn: streamArn, view: textOf(stream, 'StreamViewType') } }
      : {}),
    ...recoveryIn(own, now),
  };
};

const recoveryIn = (own: Properties, now: Instant): Pick<TableSettings, 'recovery'> => {
  const recovery = objectOf(own, 'PointInTimeRecoverySpecification', RECOVERY);
  if (String(recovery?.['PointInTimeRecoveryEnabled']) !== 'true') return {};
  return { recovery: { days: Number(recovery?.['RecoveryPeriodInDays'] ?? LONGEST_RECOVERY), since: now } };
};

const checkReplicas = (properties: Properties, region: string): void => {
  const regions = objectsOf(properties, 'Replicas', REPLICA).map((replica) => textOf(replica, 'Region'));
  if (regions.length === 1 && regions[0] === region) return;
  throw new Error(`Replicas must be the one in ${region}, not ${regions.join(', ') || 'none'}`);
};

const checkRecovery = (properties: Properties): void => {
  checkFlag(properties, 'DeletionProtectionEnabled');
  const recovery = objectOf(properties, 'PointInTimeRecoverySpecification', RECOVERY);
  if (recovery === undefined) return;
  checkFlag({ PointInTimeRecoveryEnabled: 'not given', ...recovery }, 'PointInTimeRecoveryEnabled');
  checkWhole(recovery, 'RecoveryPeriodInDays', [1, LONGEST_RECOVERY]);
};

const readKeys = (properties: Properties): { readonly partition: KeyPart; readonly sort?: KeyPart } => {
  const types = new Map(
    objectsOf(properties, 'AttributeDefinitions', ['AttributeName', 'AttributeType']).map((attribute) => [
      textOf(attribute, 'AttributeName'),
      oneOf(attribute, 'AttributeType', ['S', 'N', 'B']) as KeyType,
    ]),
  );
  const schema = objectsOf(properties, 'KeySchema', ['AttributeName', 'KeyType']);
  const part = (keyType: string): KeyPart | undefined => {
    const found = schema.find((entry) => entry['KeyType'] === keyType);
    const name = found && textOf(found, 'AttributeName');
    const type = types.get(name ?? '');
    if (name !== undefined && type === undefined) throw new Error(`AttributeDefinitions lacks the key ${name}`);
    return name === undefined || type === undefined ? undefined : { name, type };
  };
  const [partition, sort] = [part('HASH'), part('RANGE')];
  if (partition === undefined) throw new Error('KeySchema has no HASH key');
  // Without indexes, an attribute that no key uses is refused by CreateTable.
  if (types.size !== schema.length)
    throw new Error('AttributeDefinitions must name the attributes of the key, and no others');
  return sort === undefined ? { partition } : { partition, sort };
};
