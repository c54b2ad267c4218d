import type {
  CreateUserRequest,
  CreateUserResponse,
  DeleteUserRequest,
  GetUserRequest,
  ListUsersRequest,
  ListUsersResponse,
  User,
} from '@aws-sdk/client-iam';
import { Refusal } from '../../types.ts';
import { type Entity, newEntity } from '../book.ts';
import { type Desk, entityNamed, needOn, needOnArn, type Operations, without } from './desk.ts';
import { byName, pageOf } from './pages.ts';

export const userOperations = ({ wires, book, keys }: Desk): Operations => {
  const named = (name: string | undefined) => ({ kind: 'user', name: userNameIn(name) }) as const;
  return {
    CreateUser: {
      needs: ({ UserName: name = '', Path: path }: CreateUserRequest) => [
        needOnArn(book, 'CreateUser', 'user', { name, path }),
      ],
      run: (input: CreateUserRequest): CreateUserResponse => {
        without(input, 'CreateUser', ['PermissionsBoundary']);
        const { UserName: name = '', Path: path, Tags: tags } = input;
        if (book.users.has(name)) throw new Refusal('EntityAlreadyExists', `User with name ${name} already exists.`);
        const user = newEntity(book, 'user', { name, path, tags, now: wires.clock.now() });
        book.users.set(name, user);
        return { User: toUser(user) };
      },
    },
    GetUser: {
      needs: ({ UserName: name }: GetUserRequest) => [needOn(book, 'GetUser', named(name))],
      run: ({ UserName: name }: GetUserRequest) => ({ User: toUser(entityNamed(book, named(name))) }),
    },
    ListUsers: {
      needs: ({ PathPrefix: path }: ListUsersRequest) => [needOnArn(book, 'ListUsers', 'user', { name: '', path })],
      run: (input: ListUsersRequest): ListUsersResponse => {
        const users = byName(book.users.values()).filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
        const { page, more } = pageOf(users, input);
        return { Users: page.map(toUser), ...more };
      },
    },
    DeleteUser: {
      needs: ({ UserName: name }: DeleteUserRequest) => [needOn(book, 'DeleteUser', named(name))],
      run: ({ UserName: name }: DeleteUserRequest) => {
        const user = entityNamed(book, named(name));
        checkBare(user);
        if (keys.ofUser(user.name).length > 0) throw conflict('delete access keys');
        book.users.delete(user.name);
      },
    },
  };
};

/** AWS takes the caller for the user who is left out: callers here need not be users. */
export const userNameIn = (name: string | undefined): string => {
  if (name === undefined) throw new Error('the small AWS needs a UserName here');
  return name;
};

/** Refuses to delete who still has policies. */
export const checkBare = ({ inline, attached }: Entity): void => {
  if (inline.size > 0) throw conflict('delete policies');
  if (attached.size > 0) throw conflict('detach all policies');
};

const conflict = (what: string): Refusal => new Refusal('DeleteConflict', `Cannot delete entity, must ${what} first.`);

const toUser = ({ name, path, id, arn, created, tags }: Entity): User => ({
  Path: path,
  UserName: name,
  UserId: id,
  Arn: arn,
  CreateDate: new Date(created),
  ...tagged(tags),
});

export const tagged = (tags: Entity['tags']) =>
  tags.length === 0 ? {} : { Tags: tags.map(({ Key, Value }) => ({ Key, Value })) };
