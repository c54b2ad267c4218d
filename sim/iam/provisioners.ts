import { objectsOf, optionalText, type Properties, textOf } from '../services/properties.ts';
import type { Identity, PolicyDocument, Provisioner, Resource, Wires } from '../types.ts';
import { attach, attachedTo, type Book, type Entity, putInline, type Tags, writtenFrom } from './book.ts';
import { arnOf, uniqueId } from './ids.ts';
import { checkManaged, putManaged } from './managed.ts';
import { readPolicy } from './policy.ts';
import { addRole, HOUR, roleNamed, setTrust } from './roles.ts';

export const roleProvisioner = (wires: Wires, book: Book): Provisioner => ({
  type: 'AWS::IAM::Role',
  properties: [
    'AssumeRolePolicyDocument',
    'Description',
    'ManagedPolicyArns',
    'MaxSessionDuration',
    'Path',
    'PermissionsBoundary',
    'Policies',
    'RoleName',
    'Tags',
  ],
  replacing: ['Path', 'RoleName'],
  identify: (otherwise, properties) => {
    const name = optionalText(properties, 'RoleName') ?? otherwise;
    const arn = arnOf(wires.account, 'role', { name, path: optionalText(properties, 'Path') });
    return { ref: name, attributes: { Arn: arn, RoleId: uniqueId('AROA', name) } };
  },
  create: ({ properties }, { ref: name }) => {
    const path = optionalText(properties, 'Path');
    const trust = writtenFrom(readPolicy(properties['AssumeRolePolicyDocument']));
    addRole(book, { name, path, trust, tags: tagsIn(properties), now: wires.clock.now() });
    equip(book, name, properties);
  },
  update: ({ properties }, { ref: name }, before) => {
    setTrust(book, name, writtenFrom(readPolicy(properties['AssumeRolePolicyDocument'])));
    equip(book, name, properties);
    const role = roleNamed(book, name);
    const kept = inlineIn(properties).map(([policy]) => policy);
    for (const [policy] of inlineIn(before.properties)) if (!kept.includes(policy)) role.inline.delete(policy);
    for (const arn of managedIn(before.properties)) if (!managedIn(properties).includes(arn)) role.attached.delete(arn);
  },
  remove: (_, { ref }) => void book.roles.delete(ref),
});

const equip = (book: Book, name: string, properties: Properties): void => {
  // The CDK's bootstrap names it, and leaves it out unless it is told one.
  if (properties['PermissionsBoundary'] !== undefined) throw new Error('PermissionsBoundary is not supported');
  const role = roleNamed(book, name);
  role.description = optionalText(properties, 'Description');
  role.maxSessionSeconds = Number(properties['MaxSessionDuration'] ?? HOUR);
  for (const arn of managedIn(properties)) attach(book, role, arn);
  for (const [policy, document] of inlineIn(properties)) putInline(role, policy, writtenFrom(document));
};

const managedIn = (properties: Properties): readonly string[] => listOf(properties['ManagedPolicyArns']).map(String);

const inlineIn = (properties: Properties): readonly (readonly [string, PolicyDocument])[] =>
  objectsOf(properties, 'Policies', ['PolicyDocument', 'PolicyName']).map((policy) => [
    textOf(policy, 'PolicyName'),
    readPolicy(policy['PolicyDocument']),
  ]);

export const policyProvisioner = (book: Book): Provisioner => ({
  type: 'AWS::IAM::Policy',
  properties: ['PolicyDocument', 'PolicyName', 'Roles'],
  replacing: [],
  identify: (name, properties) => ({
    ref: textOf(properties, 'PolicyName'),
    attributes: { Id: name },
  }),
  create: ({ properties }) => putOnAll(book, properties),
  update: ({ properties }, _, before) => {
    putOnAll(book, properties);
    const name = textOf(before.properties, 'PolicyName');
    const stays = name === textOf(properties, 'PolicyName') ? holdersIn(book, properties) : [];
    for (const holder of holdersIn(book, before.properties)) if (!stays.includes(holder)) holder.inline.delete(name);
  },
  remove: ({ properties }, { ref }) => {
    for (const { inline } of holdersIn(book, properties)) inline.delete(ref);
  },
});

const putOnAll = (book: Book, properties: Properties): void => {
  const roles = listOf(properties['Roles']).map((name) => roleNamed(book, String(name)));
  if (roles.length === 0) throw new Error('Roles is empty: the policy would belong to nobody');
  const written = writtenFrom(readPolicy(properties['PolicyDocument']));
  for (const role of roles) putInline(role, textOf(properties, 'PolicyName'), written);
};

/** Those that are there, still. */
const holdersIn = ({ roles }: Book, properties: Properties): readonly Entity[] =>
  listOf(properties['Roles']).flatMap((name) => roles.get(String(name)) ?? []);

export const managedPolicyProvisioner = (wires: Wires, book: Book): Provisioner => ({
  type: 'AWS::IAM::ManagedPolicy',
  properties: ['Description', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles', 'Tags'],
  replacing: ['Description', 'ManagedPolicyName', 'Path'],
  identify: (otherwise, properties) => {
    const name = optionalText(properties, 'ManagedPolicyName') ?? otherwise;
    const arn = arnOf(wires.account, 'policy', { name, path: optionalText(properties, 'Path') });
    return { ref: arn, attributes: { PolicyArn: arn, PolicyId: uniqueId('ANPA', arn) } };
  },
  create: (resource, identity) => {
    const { properties } = resource;
    const name = identity.ref.split('/').at(-1) ?? '';
    const description = optionalText(properties, 'Description');
    const written = writtenFrom(readPolicy(properties['PolicyDocument']));
    const path = optionalText(properties, 'Path');
    putManaged(book, { name, path, description, written, tags: tagsIn(properties), now: wires.clock.now() });
    for (const holder of holdersIn(book, properties)) attach(book, holder, identity.ref);
  },
  update: ({ properties }, { ref }, before) => rewrite(book, { ref, properties, before, now: wires.clock.now() }),
  remove: (_, { ref }) => {
    for (const { attached } of attachedTo(book, ref)) attached.delete(ref);
    book.policies.delete(ref);
  },
});

type Rewrite = Pick<Identity, 'ref'> & {
  readonly properties: Properties;
  readonly before: Resource;
  readonly now: number;
};

const rewrite = (book: Book, { ref, properties, before, now }: Rewrite): void => {
  const policy = book.policies.get(ref);
  if (policy === undefined) throw new Error(`Policy ${ref} was not found.`);
  const written = writtenFrom(readPolicy(properties['PolicyDocument']));
  checkManaged(written.document);
  Object.assign(policy, { written, version: policy.version + 1, changed: now });
  const holders = holdersIn(book, properties);
  for (const holder of holdersIn(book, before.properties)) if (!holders.includes(holder)) holder.attached.delete(ref);
  for (const holder of holders) attach(book, holder, ref);
};

const tagsIn = (properties: Properties): Tags => listOf(properties['Tags']) as Tags;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
