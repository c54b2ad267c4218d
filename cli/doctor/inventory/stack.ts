import { ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { Account } from '../../account/account.ts';
import type { Deployed } from '../../account/deployed.ts';
import { UNREAD, type Unread } from '../../account/unread.ts';
import { type Promised, promisedBy } from '../promised/promised.ts';
import type { Made } from '../promised/resolve.ts';
import type { Reader } from './reader.ts';

/** What the stack was deployed with, by the names that its parts have. */
export const readPromised = async (
  account: Account,
  { read }: Reader,
  deployed: Deployed,
): Promise<Promised | Unread> => {
  const made = await read(
    {
      area: 'config',
      name: `The resources of the stack ${deployed.stack}`,
      where: `stack ${deployed.stack}`,
      unchecked: 'whether the alarms, rules, functions, policies and subscriptions are as they were deployed',
    },
    () => resourcesOf(account, deployed.stack),
  );
  return made === UNREAD ? UNREAD : promisedBy(deployed, made);
};

const resourcesOf = async (account: Account, stack: string): Promise<ReadonlyMap<string, Made>> => {
  const made = new Map<string, Made>();
  let token: string | undefined;
  do {
    const reply = await account
      .cloudformation()
      .send(new ListStackResourcesCommand({ StackName: stack, NextToken: token }));
    for (const {
      LogicalResourceId: id = '',
      PhysicalResourceId: physicalId,
      ResourceType: type = '',
    } of reply.StackResourceSummaries ?? [])
      if (physicalId !== undefined) made.set(id, { type, physicalId });
    token = reply.NextToken;
  } while (token !== undefined);
  return made;
};
