import type { Template } from '../../template/template.ts';
import { Refusal } from '../../types.ts';

/** Types that give rights, and the property by which each may be given a name. */
const NAMED_BY: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
};

export type Capability = 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM';

/** What whoever deploys a template must say that they know of, and the types because of which. */
export const capabilitiesOf = ({ resources }: Template): { needed?: Capability; types: readonly string[] } => {
  const giving = Object.values(resources).filter(({ type }) => type in NAMED_BY);
  const types = [...new Set(giving.map(({ type }) => type))];
  if (types.length === 0) return { types };
  const isNamed = giving.some(({ type, properties }) => (NAMED_BY[type] ?? '') in properties);
  return { needed: isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM', types };
};

export const checkCapabilities = (template: Template, given: readonly string[]): void => {
  const { needed } = capabilitiesOf(template);
  if (needed === undefined || given.includes(needed) || given.includes('CAPABILITY_NAMED_IAM')) return;
  throw new Refusal('InsufficientCapabilitiesException', `Requires capabilities : [${needed}]`);
};
