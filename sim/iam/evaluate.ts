import type { Need, PolicyDocument, Statement, Wires } from '../types.ts';
import type { InForce } from './book.ts';
import { conditionsHold } from './conditions.ts';
import { type Context, contextOf } from './context.ts';
import { type Asked, covers } from './policy.ts';
import { type Asker, addresses } from './principals.ts';
import { resolved } from './variables.ts';

/** What a request is judged by: the policies of whoever asks, and that of the resource. */
export type Policies = { readonly own: readonly InForce[]; readonly theirs?: PolicyDocument | undefined };

export type Matched = { readonly statement: Statement; readonly policy: InForce };

export type Evaluation = {
  /** As the policy simulator calls it. */
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Which policies denied it, explicitly. */
  readonly by?: 'identity-based' | 'resource-based';
  /** The statements of the own policies that made it so. */
  readonly matched: readonly Matched[];
};

/** Deny wins; within one account, either side's allowance will do for whoever has policies of their own. */
export const evaluate = (wires: Wires, asker: Asker, need: Need, { own, theirs }: Policies): Evaluation => {
  const applies = applying(contextOf(wires, asker, need), need);
  const mine = own.flatMap((policy) =>
    applies(policy.document, 'identity').map((statement) => ({ statement, policy })),
  );
  const others = theirs === undefined ? [] : applies(theirs, 'resource', (one) => addresses(one, asker));
  const denied = mine.filter(({ statement }) => statement.Effect === 'Deny');
  if (denied.length > 0) return { decision: 'explicitDeny', by: 'identity-based', matched: denied };
  if (others.some(isDeny)) return { decision: 'explicitDeny', by: 'resource-based', matched: [] };
  if (mine.length + others.length > 0) return { decision: 'allowed', matched: mine };
  return { decision: 'implicitDeny', matched: [] };
};

export const isDeny = ({ Effect }: Statement): boolean => Effect === 'Deny';

type Speaks = (statement: Statement) => boolean;

/** Picks the statements of a policy that speak of who asks and of what they ask for. */
export const applying =
  (context: Context, need: Need) =>
  (
    { Version, Statement: statements }: PolicyDocument,
    place: 'identity' | 'resource',
    speaks: Speaks = () => true,
  ): readonly Statement[] => {
    const asked: Asked = { ...need, identity: place === 'identity' };
    return [statements].flat().filter((statement) => {
      if (!speaks(statement)) return false;
      const ready = resolved(statement, Version, context);
      return ready !== undefined && covers(ready, asked) && conditionsHold(ready.Condition, context);
    });
  };
