import type {
  DeleteParameterRequest,
  DescribeParametersRequest,
  GetParameterHistoryRequest,
  GetParameterRequest,
  GetParameterResult,
  GetParametersByPathRequest,
  GetParametersRequest,
  GetParametersResult,
  PutParameterRequest,
} from '@aws-sdk/client-ssm';
import { type Api, type Need, type Part, type Principal, type Provisioner, Refusal, type Wires } from '../../types.ts';
import { checkProse, oneOf, optionalText, type Properties, textOf } from '../properties.ts';
import { getParameterHistory } from './history.ts';
import { describeParameters, getParametersByPath } from './list.ts';
import { arnOf, checkName, wantedIn } from './names.ts';
import { checkPattern, putParameter } from './put.ts';
import { only } from './refusals.ts';
import { find, type Parameter, type ParameterType, toReply } from './store.ts';

export type { ParameterType } from './store.ts';

export type Parameters = {
  /** What a person does with `aws ssm put-parameter --overwrite`. */
  readonly put: (name: string, value: string, type?: ParameterType) => void;
  readonly remove: (name: string) => void;
  /** The newest; undefined when there is none of that name. */
  readonly value: (name: string) => string | undefined;
};

/** The account's parameters. CloudFormation cannot create a SecureString: those come from `put` alone. */
export const makeParameters = (wires: Wires): Part & Parameters => {
  const parameters = new Map<string, Parameter[]>();
  const put = (input: PutParameterRequest, by: string) =>
    putParameter(parameters, input, { now: wires.clock.now(), by });
  return {
    put: (name, value, type) => {
      if (value === '') throw new Error(`parameter ${name}: the value must not be empty`);
      const Type = type ?? parameters.get(name)?.at(-1)?.type ?? 'String';
      put({ Name: name, Value: value, Overwrite: true, Type }, wires.iam.arnOf(OPERATOR));
    },
    remove: (name) => {
      if (!parameters.delete(name)) throw new Error(`there is no parameter ${name}`);
    },
    api: {
      name: 'ssm',
      operations: { ...readOperations(wires, parameters), ...writeOperations(wires, parameters, put) },
    },
    provisioners: [parameterProvisioner(parameters, (input) => put(input, deployerIn(wires)))],
    value: (name) => parameters.get(name)?.at(-1)?.value,
  };
};

const OPERATOR: Principal = { kind: 'person', name: 'operator' };

/** The session in which CloudFormation makes what a stack of the CDK wants. */
const deployerIn = ({ account: { partition, id, region } }: Wires): string =>
  `arn:${partition}:sts::${id}:assumed-role/cdk-hnb659fds-cfn-exec-role-${id}-${region}/AWSCloudFormation`;

type Put = (input: PutParameterRequest, by: string) => unknown;

const readOperations = (wires: Wires, parameters: Map<string, Parameter[]>): Api['operations'] => {
  const need = (action: string, name: string | undefined): Need => ({
    action: `ssm:${action}`,
    resource: arnOf(wires, wantedIn(name).name),
  });
  return {
    GetParameter: {
      needs: ({ Name }: GetParameterRequest) => [need('GetParameter', Name)],
      run: ({ Name, WithDecryption: decrypt = false }: GetParameterRequest): GetParameterResult => {
        const wanted = wantedIn(Name);
        return { Parameter: toReply(wires, find(parameters, wanted), { selector: wanted.selector, decrypt }) };
      },
    },
    GetParameters: {
      needs: ({ Names = [] }: GetParametersRequest) => Names.map((name) => need('GetParameters', name)),
      run: (input: GetParametersRequest) => getParameters(wires, parameters, input),
    },
    GetParametersByPath: {
      needs: ({ Path = '' }: GetParametersByPathRequest) => [
        { action: 'ssm:GetParametersByPath', resource: arnOf(wires, Path.replace(/\/$/, '')) },
      ],
      run: (input: GetParametersByPathRequest) => getParametersByPath(wires, parameters, input),
    },
    GetParameterHistory: {
      needs: ({ Name }: GetParameterHistoryRequest) => [need('GetParameterHistory', Name)],
      run: (input: GetParameterHistoryRequest) => getParameterHistory(parameters, input),
    },
    DescribeParameters: {
      needs: () => [{ action: 'ssm:DescribeParameters', resource: '*' }],
      run: (input: DescribeParametersRequest) => describeParameters(wires, parameters, input),
    },
  };
};

/** What is found comes by name; what is not is listed apart. */
const getParameters = (
  wires: Wires,
  parameters: Map<string, Parameter[]>,
  { Names: names = [], WithDecryption: decrypt = false }: GetParametersRequest,
): GetParametersResult => {
  const looked = names.map((name) => {
    try {
      const { selector } = wantedIn(name);
      return { name, found: toReply(wires, find(parameters, wantedIn(name)), { selector, decrypt }) };
    } catch (cause) {
      if (cause instanceof Refusal) return { name, found: undefined };
      throw cause;
    }
  });
  return {
    Parameters: looked
      .flatMap(({ found }) => found ?? [])
      .sort(({ Name: a = '' }, { Name: b = '' }) => (a < b ? -1 : 1)),
    InvalidParameters: looked.flatMap(({ name, found }) => (found === undefined ? [name] : [])),
  };
};

const writeOperations = (wires: Wires, parameters: Map<string, Parameter[]>, put: Put): Api['operations'] => ({
  PutParameter: {
    needs: ({ Name = '' }: PutParameterRequest) => [{ action: 'ssm:PutParameter', resource: arnOf(wires, Name) }],
    run: (input: PutParameterRequest, who) => put(input, wires.iam.arnOf(who)),
  },
  DeleteParameter: {
    needs: ({ Name = '' }: DeleteParameterRequest) => [{ action: 'ssm:DeleteParameter', resource: arnOf(wires, Name) }],
    run: (input: DeleteParameterRequest) => {
      only(input, 'DeleteParameter', ['Name']);
      if (!parameters.delete(input.Name ?? '')) throw new Refusal('ParameterNotFound', '');
      return {};
    },
  },
});

const parameterProvisioner = (
  parameters: Map<string, readonly Parameter[]>,
  put: (input: PutParameterRequest) => unknown,
): Provisioner => ({
  type: 'AWS::SSM::Parameter',
  properties: ['AllowedPattern', 'DataType', 'Description', 'Name', 'Tags', 'Tier', 'Type', 'Value'],
  replacing: ['Name'],
  identify: (otherwise, properties) => ({
    ref: optionalText(properties, 'Name') ?? otherwise,
    attributes: { Type: textOf(properties, 'Type'), Value: textOf(properties, 'Value') },
  }),
  create: ({ properties }, { ref }) => void put(requestFor(ref, properties)),
  update: ({ properties }, { ref }) => {
    if (!parameters.has(ref)) throw new Refusal('ParameterNotFound', '');
    put({ ...requestFor(ref, properties), Overwrite: true });
  },
  remove: (_, { ref }) => void parameters.delete(ref),
});

const requestFor = (ref: string, properties: Properties): PutParameterRequest => {
  const Type = oneOf(properties, 'Type', ['String', 'StringList']) as ParameterType;
  checkProse(properties, 'Description', 1_024);
  checkName(ref);
  const Value = textOf(properties, 'Value');
  const AllowedPattern = optionalText(properties, 'AllowedPattern');
  if (AllowedPattern !== undefined) checkPattern(Value, AllowedPattern);
  const Description = optionalText(properties, 'Description');
  const Tier = properties['Tier'] === undefined ? undefined : oneOf(properties, 'Tier', TIERS);
  return {
    Name: ref,
    Type,
    Value,
    ...(AllowedPattern === undefined ? {} : { AllowedPattern }),
    ...(Description === undefined ? {} : { Description }),
    ...(Tier === undefined ? {} : { Tier: Tier as 'Standard' }),
  };
};

const TIERS = ['Standard', 'Advanced', 'Intelligent-Tiering'];
