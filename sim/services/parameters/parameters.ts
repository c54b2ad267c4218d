import type { GetParameterRequest, GetParameterResult } from '@aws-sdk/client-ssm';
import { type Instant, type Need, type Part, Refusal, type Wires } from '../types.ts';
import { checkProse, oneOf, optionalText, textOf } from './properties.ts';

export type ParameterType = 'String' | 'SecureString';

export type Parameters = {
  /** What a person does with `aws ssm put-parameter --overwrite`. */
  readonly put: (name: string, value: string, type?: ParameterType) => void;
  readonly remove: (name: string) => void;
};

type Parameter = {
  readonly name: string;
  readonly value: string;
  readonly type: ParameterType;
  readonly version: number;
  readonly modified: Instant;
};

/** The account's parameters. CloudFormation cannot create a SecureString: those come from `put` alone. */
export const makeParameters = (wires: Wires): Part & Parameters => {
  const parameters = new Map<string, Parameter>();
  const put: Parameters['put'] = (name, value, type = 'String') => {
    if (value === '') throw new Error(`parameter ${name}: the value must not be empty`);
    const version = (parameters.get(name)?.version ?? 0) + 1;
    parameters.set(name, { name, value, type, version, modified: wires.clock.now() });
  };
  return {
    put,
    remove: (name) => {
      if (!parameters.delete(name)) throw new Error(`there is no parameter ${name}`);
    },
    api: {
      name: 'ssm',
      operations: {
        GetParameter: {
          needs: (input: GetParameterRequest): readonly Need[] => [
            { action: 'ssm:GetParameter', resource: arnOf(wires, nameIn(input.Name)) },
          ],
          run: (input: GetParameterRequest): GetParameterResult => {
            const found = parameters.get(nameIn(input.Name));
            if (found === undefined) throw new Refusal('ParameterNotFound', '');
            return { Parameter: toReply(wires, found, input.WithDecryption === true) };
          },
        },
      },
    },
    provisioners: [parameterProvisioner(put)],
  };
};

const parameterProvisioner = (put: Parameters['put']): Part['provisioners'][number] => ({
  type: 'AWS::SSM::Parameter',
  properties: ['AllowedPattern', 'DataType', 'Description', 'Name', 'Tags', 'Tier', 'Type', 'Value'],
  identify: (logicalId, properties) => ({
    ref: optionalText(properties, 'Name') ?? logicalId,
    attributes: { Type: textOf(properties, 'Type'), Value: textOf(properties, 'Value') },
  }),
  create: ({ properties }, { ref }) => {
    oneOf(properties, 'Type', ['String']);
    checkProse(properties, 'Description', 1_024);
    nameIn(ref);
    const value = textOf(properties, 'Value');
    const allowed = optionalText(properties, 'AllowedPattern');
    if (allowed !== undefined && !new RegExp(allowed).test(value)) {
      throw new Error(`Value ${value} does not match AllowedPattern ${allowed}`);
    }
    put(ref, value);
  },
});

/** The slash that a path begins with is the one after `parameter`: there is never a second. */
const arnOf = ({ account: { partition, region, id } }: Wires, name: string): string =>
  `arn:${partition}:ssm:${region}:${id}:parameter${name.startsWith('/') ? '' : '/'}${name}`;

const nameIn = (name: string | undefined): string => {
  if (name !== undefined && /^[a-zA-Z0-9_.\-/]+$/.test(name)) return name;
  throw new Refusal(
    'ValidationException',
    `parameter name ${JSON.stringify(name)} is not one that this API takes here`,
  );
};

const toReply = (wires: Wires, { name, value, type, version, modified }: Parameter, decrypt: boolean) => ({
  Name: name,
  Type: type,
  Value: type === 'SecureString' && !decrypt ? ciphertext(value) : value,
  Version: version,
  LastModifiedDate: new Date(modified),
  ARN: arnOf(wires, name),
  DataType: 'text',
});

/** What a reader who forgot to ask for decryption gets: nothing that it could mistake for the value. */
const ciphertext = (value: string): string => `AQICAHg${Buffer.from(value).toString('base64url')}`;
