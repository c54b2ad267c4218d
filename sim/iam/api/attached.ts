import { type Actor, type Need, Refusal } from '../../types.ts';
import { attach, type Entity, managedPolicy } from '../book.ts';
import { type Desk, entityNamed, needOn, type Operations } from './desk.ts';
import { pageOf } from './pages.ts';

type Input = {
  readonly UserName?: string;
  readonly RoleName?: string;
  readonly PolicyArn?: string;
  readonly PathPrefix?: string;
  readonly Marker?: string;
  readonly MaxItems?: number;
};

/** A managed policy on a user or a role. */
export const attachedOperations = ({ book }: Desk, kind: Actor['kind']): Operations => {
  const [title, member] = kind === 'user' ? (['User', 'UserName'] as const) : (['Role', 'RoleName'] as const);
  const actorIn = (input: Input): Actor => ({ kind, name: input[member] ?? '' });
  const operation = (action: string, act: (entity: Entity, input: Input) => unknown) => ({
    [action]: {
      needs: (input: Input): Need[] => [withPolicy(needOn(book, action, actorIn(input)), input)],
      run: (input: Input) => act(entityNamed(book, actorIn(input)), input),
    },
  });
  return {
    ...operation(`Attach${title}Policy`, (entity, input) => attach(book, entity, arnIn(input))),
    ...operation(`Detach${title}Policy`, (entity, input) => {
      if (!entity.attached.delete(arnIn(input)))
        throw new Refusal('NoSuchEntity', `Policy ${input.PolicyArn} was not found.`);
    }),
    ...operation(`ListAttached${title}Policies`, (entity, input) => {
      const policies = [...entity.attached]
        .flatMap((arn) => managedPolicy(book, arn) ?? [])
        .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
      const { page, more } = pageOf(policies, input);
      return { AttachedPolicies: page.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })), ...more };
    }),
  };
};

const withPolicy = (need: Need, { PolicyArn: arn }: Input): Need =>
  arn === undefined ? need : { ...need, context: { 'iam:PolicyARN': arn } };

export const arnIn = ({ PolicyArn: arn = '' }: { readonly PolicyArn?: string | undefined }): string => {
  if (/^arn:[^:]+:iam::(aws|\d{12}):policy\/.+$/.test(arn)) return arn;
  throw new Refusal('ValidationError', `Invalid ARN:  Could not be parsed!`);
};
