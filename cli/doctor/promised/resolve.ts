/** Where the stack is. */
export type Place = {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly stack: string;
};

export type Resource = { readonly type: string; readonly properties: Readonly<Record<string, unknown>> };

/** A resource as CloudFormation lists it: what `Ref` of it is. */
export type Made = { readonly type: string; readonly physicalId: string };

/**
 * The template's values as they are in the account. What cannot be resolved here (a condition, an import, a resource that
 * is not made yet) is undefined, and then it is not compared with anything.
 */
export const makeResolve = (place: Place, made: ReadonlyMap<string, Made>): ((value: unknown) => unknown) => {
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [[key, inner] = ['', undefined]] = entries;
    if (entries.length === 1 && key === 'Ref')
      return pseudo(place, String(inner)) ?? made.get(String(inner))?.physicalId;
    if (entries.length === 1 && key.startsWith('Fn::')) return intrinsic(key, inner);
    return Object.fromEntries(entries.map(([name, one]) => [name, resolve(one)]));
  };
  const intrinsic = (name: string, inner: unknown): unknown => {
    if (name === 'Fn::GetAtt') return attributeOf(inner);
    if (name === 'Fn::Join') return joined(inner);
    if (name === 'Fn::Sub' && typeof inner === 'string')
      return inner.replaceAll(/\$\{([^}!]+)\}/g, (_, of: string) => String(resolve({ Ref: of })));
    return undefined;
  };
  const attributeOf = (inner: unknown): unknown => {
    const [of, attribute] = Array.isArray(inner) ? inner.map(String) : String(inner).split('.');
    const one = made.get(of ?? '');
    if (one === undefined) return undefined;
    if (attribute === 'QueueName') return arnOf(place, one)?.split(':').at(-1);
    return /^(?:Topic)?Arn$/.test(attribute ?? '') ? arnOf(place, one) : undefined;
  };
  const joined = (inner: unknown): unknown => {
    const [by, parts] = inner as [string, unknown[]];
    const resolved = parts.map(resolve);
    return resolved.includes(undefined) ? undefined : resolved.join(by);
  };
  return resolve;
};

const pseudo = ({ partition, region, account, stack }: Place, name: string): string | undefined =>
  ({
    'AWS::Partition': partition,
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::StackName': stack,
    'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
  })[name];

/** By type: what comes between the account and the physical id. */
const ARNS: Readonly<Record<string, (physicalId: string) => readonly [service: string, resource: string]>> = {
  'AWS::DynamoDB::Table': (id) => ['dynamodb', `table/${id}`],
  'AWS::Events::Rule': (id) => ['events', `rule/${id}`],
  'AWS::Lambda::Function': (id) => ['lambda', `function:${id}`],
  'AWS::Logs::LogGroup': (id) => ['logs', `log-group:${id}:*`],
  // Its physical id is its URL.
  'AWS::SQS::Queue': (id) => ['sqs', id.split('/').at(-1) ?? id],
};

const arnOf = ({ partition, region, account }: Place, { type, physicalId }: Made): string | undefined => {
  if (physicalId.startsWith('arn:')) return physicalId;
  if (type === 'AWS::IAM::Role') return `arn:${partition}:iam::${account}:role/${physicalId}`;
  const [service, resource] = ARNS[type]?.(physicalId) ?? [];
  return service === undefined ? undefined : `arn:${partition}:${service}:${region}:${account}:${resource}`;
};
