import { optionalText, textOf } from '../services/properties.ts';
import type { PolicyDocument, Provisioner, Wires } from '../types.ts';
import type { Roles } from './iam.ts';
import { uniqueId } from './ids.ts';
import { readPolicy } from './policy.ts';

/** What AWS's managed policy allows; the only one that a function here may carry. */
const BASIC_EXECUTION = 'iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const BASIC_EXECUTION_DOCUMENT: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '*',
    },
  ],
};

export const roleProvisioner = (wires: Wires, iam: Roles): Provisioner => ({
  type: 'AWS::IAM::Role',
  properties: ['AssumeRolePolicyDocument', 'Description', 'ManagedPolicyArns', 'Policies', 'RoleName', 'Tags'],
  identify: (logicalId, properties) => {
    const name = optionalText(properties, 'RoleName') ?? logicalId;
    const arn = `arn:${wires.account.partition}:iam::${wires.account.id}:role/${name}`;
    return { ref: name, attributes: { Arn: arn, RoleId: uniqueId('AROA', name) } };
  },
  create: ({ properties }, { ref, attributes }) => {
    iam.addRole(ref, attributes['Arn'] ?? '');
    iam.trust(ref, readPolicy(properties['AssumeRolePolicyDocument']));
    for (const arn of listOf(properties['ManagedPolicyArns'])) iam.addPolicy(ref, String(arn), managed(String(arn)));
    for (const policy of listOf(properties['Policies'])) {
      const { PolicyName: name, PolicyDocument: document } = policy as Readonly<Record<string, unknown>>;
      iam.addPolicy(ref, String(name), readPolicy(document));
    }
  },
});

export const policyProvisioner = (iam: Roles): Provisioner => ({
  type: 'AWS::IAM::Policy',
  properties: ['PolicyDocument', 'PolicyName', 'Roles'],
  identify: (logicalId, properties) => ({
    ref: textOf(properties, 'PolicyName'),
    attributes: { Id: logicalId },
  }),
  create: ({ properties }, { ref }) => {
    const roles = listOf(properties['Roles']);
    if (roles.length === 0) throw new Error('Roles is empty: the policy would belong to nobody');
    for (const role of roles) iam.addPolicy(String(role), ref, readPolicy(properties['PolicyDocument']));
  },
});

const managed = (arn: string): PolicyDocument => {
  if (arn.endsWith(BASIC_EXECUTION)) return BASIC_EXECUTION_DOCUMENT;
  throw new Error(`managed policy ${arn} is unknown (known: arn:aws:${BASIC_EXECUTION})`);
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
