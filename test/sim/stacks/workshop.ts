import { COSTS } from '../../../sim/costs.ts';
import { makeStacks } from '../../../sim/services/stacks/stacks.ts';
import type { Provisioner } from '../../../sim/types.ts';
import { call, needsOf, smallAccount } from '../small-account.ts';

export type Sections = Readonly<Record<string, unknown>>;
export type Event = {
  readonly LogicalResourceId: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
};

/** Things of a made-up type, by their names. `Fails` keeps one from being made or changed, `Sticks` from
 * going; one that `overwrites` takes the name of another. */
export type Things = Map<string, Sections>;

export const thingMaker = (there: Things, type = 'Test::Thing'): Provisioner => ({
  type,
  properties: ['Also', 'Fails', 'Kind', 'Name', 'RoleName', 'Sticks', 'Value'],
  replacing: ['Kind', 'Name'],
  identify: (otherwise, { Name }) => {
    const name = typeof Name === 'string' ? Name : otherwise;
    return { ref: name, attributes: { Arn: `arn:${name}` } };
  },
  create: ({ properties }, { ref }) => {
    if (there.has(ref) && properties['Also'] !== 'overwrites') throw new Error(`there is a thing ${ref} already`);
    if (properties['Fails'] === true) throw new Error('it will not do');
    there.set(ref, properties);
  },
  update: ({ properties }, { ref }) => {
    if (!there.has(ref)) throw new Error(`there is no thing ${ref}`);
    if (properties['Fails'] === true) throw new Error('it will not do');
    there.set(ref, properties);
  },
  remove: ({ properties }, { ref }) => {
    if (properties['Sticks'] === true) throw new Error('it is held');
    there.delete(ref);
  },
});

/** CloudFormation in an account where things can be made, and roles. */
export const workshop = (objects: Readonly<Record<string, string>> = {}) => {
  const account = smallAccount({});
  Object.assign(account.wires, {
    objects: { get: (bucket: string, key: string) => bytesOf(objects[`${bucket}/${key}`]) },
  });
  const there: Things = new Map();
  const makers = [thingMaker(there), thingMaker(there, 'AWS::IAM::Role')];
  const part = makeStacks(account.wires, { provisioners: () => makers, parameter: account.parameters.value });
  const ask = (operation: string, input: Sections): Sections => call(part, operation, input) as Sections;
  const pass = (rounds = 20): void => account.pass(rounds * (COSTS.stackResource + COSTS.changeSet));
  const changeSet = (template: Sections, over: Sections = {}): Sections => {
    ask('CreateChangeSet', {
      StackName: 'Shop',
      ChangeSetName: 'next',
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify(template),
      ...over,
    });
    pass();
    const { ChangeSetName = 'next' } = over;
    return ask('DescribeChangeSet', { StackName: 'Shop', ChangeSetName, IncludePropertyValues: true });
  };
  const execute = (over: Sections = {}): void => {
    ask('ExecuteChangeSet', { StackName: 'Shop', ChangeSetName: 'next', ...over });
    pass();
  };
  const stack = (StackName = 'Shop'): Sections =>
    (ask('DescribeStacks', { StackName })['Stacks'] as Sections[])[0] ?? {};
  return {
    account,
    there,
    part,
    ask,
    pass,
    changeSet,
    execute,
    stack,
    needs: (operation: string, input: Sections) => needsOf(part, operation, input),
    /** Makes the stack. */
    create: (template: Sections) => {
      changeSet(template);
      execute();
    },
    update: (template: Sections, over: Sections = {}) => {
      changeSet(template, { ChangeSetType: 'UPDATE' });
      execute(over);
    },
    /** `Name STATUS`, oldest first, the last so many, with `because` where a reason is told. */
    events: (StackName = 'Shop') =>
      (ask('DescribeStackEvents', { StackName })['StackEvents'] as Event[]).toReversed().map(told),
  };
};

const told = ({ LogicalResourceId: id, ResourceStatus: status }: Event): string => `${id} ${status}`;

const bytesOf = (text: string | undefined): Uint8Array | undefined =>
  text === undefined ? undefined : new TextEncoder().encode(text);

export const thing = (properties: Sections = {}, over: Sections = {}): Sections => ({
  Type: 'Test::Thing',
  Properties: properties,
  ...over,
});
export const templateOf = (resources: Sections, over: Sections = {}): Sections => ({ Resources: resources, ...over });
