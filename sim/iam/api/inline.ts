import { type Actor, Refusal } from '../../types.ts';
import { type Entity, putInline } from '../book.ts';
import { type Desk, entityNamed, needOn, type Operations } from './desk.ts';
import { encoded, writtenIn } from './documents.ts';
import { pageOf } from './pages.ts';

/** Users and roles have the same operations, with the name of one or the other. */
type Input = {
  readonly UserName?: string;
  readonly RoleName?: string;
  readonly PolicyName?: string;
  readonly PolicyDocument?: string;
  readonly Marker?: string;
  readonly MaxItems?: number;
};

/** A policy that stands on one user or one role alone. */
export const inlineOperations = ({ book }: Desk, kind: Actor['kind']): Operations => {
  const [title, member] = kind === 'user' ? (['User', 'UserName'] as const) : (['Role', 'RoleName'] as const);
  const actorIn = (input: Input): Actor => ({ kind, name: input[member] ?? '' });
  const operation = (action: string, act: (entity: Entity, input: Input) => unknown) => ({
    [action]: {
      needs: (input: Input) => [needOn(book, action, actorIn(input))],
      run: (input: Input) => act(entityNamed(book, actorIn(input)), input),
    },
  });
  return {
    ...operation(`Put${title}Policy`, (entity, { PolicyName: name = '', PolicyDocument: text = '' }) =>
      putInline(entity, name, writtenIn(text, 'identity')),
    ),
    ...operation(`Get${title}Policy`, (entity, { PolicyName: name = '' }) => {
      const { text } = entity.inline.get(name) ?? missing(kind, name);
      return { [member]: entity.name, PolicyName: name, PolicyDocument: encoded(text) };
    }),
    ...operation(`Delete${title}Policy`, (entity, { PolicyName: name = '' }) => {
      if (!entity.inline.delete(name)) missing(kind, name);
    }),
    ...operation(`List${title}Policies`, (entity, input) => {
      const { page, more } = pageOf([...entity.inline.keys()].sort(), input);
      return { PolicyNames: page, ...more };
    }),
  };
};

const missing = (kind: Actor['kind'], name: string): never => {
  throw new Refusal('NoSuchEntity', `The ${kind} policy with name ${name} cannot be found.`);
};
