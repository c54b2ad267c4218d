import type {
  DeleteParameterRequest,
  DescribeParametersRequest,
  GetParameterRequest,
  GetParameterResult,
  GetParametersByPathRequest,
  GetParametersRequest,
  GetParametersResult,
  PutParameterRequest,
} from '@aws-sdk/client-ssm';
import { type Api, type Need, type Part, Refusal, type Wires } from '../../types.ts';
import { checkProse, oneOf, optionalText, textOf } from '../properties.ts';
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
};

/** The account's parameters. CloudFormation cannot create a SecureString: those come from `put` alone. */
export const makeParameters = (wires: Wires): Part & Parameters => {
  const parameters = new Map<string, Parameter[]>();
  const put = (input: PutParameterRequest) => putParameter(parameters, input, wires.clock.now());
  return {
    put: (name, value, type) => {
      if (value === '') throw new Error(`parameter ${name}: the value must not be empty`);
      put({ Name: name, Value: value, Overwrite: true, Type: type ?? parameters.get(name)?.at(-1)?.type ?? 'String' });
    },
    remove: (name) => {
      if (!parameters.delete(name)) throw new Error(`there is no parameter ${name}`);
    },
    api: { name: 'ssm', operations: { ...readOperations(wires, parameters), ...writeOperations(wires, parameters) } },
    provisioners: [parameterProvisioner(put)],
  };
};

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

const writeOperations = (wires: Wires, parameters: Map<string, Parameter[]>): Api['operations'] => ({
  PutParameter: {
    needs: ({ Name = '' }: PutParameterRequest) => [{ action: 'ssm:PutParameter', resource: arnOf(wires, Name) }],
    run: (input: PutParameterRequest) => putParameter(parameters, input, wires.clock.now()),
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

const parameterProvisioner = (put: (input: PutParameterRequest) => unknown): Part['provisioners'][number] => ({
  type: 'AWS::SSM::Parameter',
  properties: ['AllowedPattern', 'DataType', 'Description', 'Name', 'Tags', 'Tier', 'Type', 'Value'],
  identify: (logicalId, properties) => ({
    ref: optionalText(properties, 'Name') ?? logicalId,
    attributes: { Type: textOf(properties, 'Type'), Value: textOf(properties, 'Value') },
  }),
  create: ({ properties }, { ref }) => {
    const Type = oneOf(properties, 'Type', ['String', 'StringList']) as ParameterType;
    checkProse(properties, 'Description', 1_024);
    checkName(ref);
    const Value = textOf(properties, 'Value');
    const AllowedPattern = optionalText(properties, 'AllowedPattern');
    if (AllowedPattern !== undefined) checkPattern(Value, AllowedPattern);
    const Description = optionalText(properties, 'Description');
    const Tier = properties['Tier'] === undefined ? undefined : oneOf(properties, 'Tier', TIERS);
    put({
      Name: ref,
      Type,
      Value,
      ...(AllowedPattern === undefined ? {} : { AllowedPattern }),
      ...(Description === undefined ? {} : { Description }),
      ...(Tier === undefined ? {} : { Tier: Tier as 'Standard' }),
    });
  },
});

const TIERS = ['Standard', 'Advanced', 'Intelligent-Tiering'];
