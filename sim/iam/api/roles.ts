import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  UpdateAssumeRolePolicyRequest,
} from '@aws-sdk/client-iam';
import type { Role, Written } from '../book.ts';
import { addRole, roleNamed, setTrust } from '../roles.ts';
import { type Desk, needOn, needOnArn, type Operations, without } from './desk.ts';
import { encoded, writtenIn } from './documents.ts';
import { byName, pageOf } from './pages.ts';
import { checkBare, tagged } from './users.ts';

type Named = { readonly RoleName: string | undefined };

export const roleOperations = ({ wires, book }: Desk): Operations => {
  const needs =
    (action: string) =>
    ({ RoleName: name = '' }: Named) => [needOn(book, action, { kind: 'role', name })];
  return {
    CreateRole: {
      needs: ({ RoleName: name = '', Path: path }: CreateRoleRequest) => [
        needOnArn(book, 'CreateRole', 'role', { name, path }),
      ],
      run: (input: CreateRoleRequest): CreateRoleResponse => {
        without(input, 'CreateRole', ['PermissionsBoundary']);
        const { RoleName: name = '', MaxSessionDuration: maxSessionSeconds, Description: description } = input;
        const { Path: path, Tags: tags, AssumeRolePolicyDocument: text } = input;
        const given = { name, path, tags, description, maxSessionSeconds, trust: trustIn(text) };
        const role = addRole(book, { ...given, now: wires.clock.now() });
        return { Role: toRole(role) };
      },
    },
    GetRole: {
      needs: needs('GetRole'),
      run: ({ RoleName: name = '' }: GetRoleRequest): GetRoleResponse => {
        const role = roleNamed(book, name);
        return { Role: { ...toRole(role), MaxSessionDuration: role.maxSessionSeconds, RoleLastUsed: {} } };
      },
    },
    ListRoles: {
      needs: ({ PathPrefix: path }: ListRolesRequest) => [needOnArn(book, 'ListRoles', 'role', { name: '', path })],
      run: (input: ListRolesRequest): ListRolesResponse => {
        const roles = byName(book.roles.values()).filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
        const { page, more } = pageOf(roles, input);
        return {
          Roles: page.map((role) => ({ ...toRole(role), MaxSessionDuration: role.maxSessionSeconds })),
          ...more,
        };
      },
    },
    UpdateAssumeRolePolicy: {
      needs: needs('UpdateAssumeRolePolicy'),
      run: ({ RoleName: name = '', PolicyDocument: text }: UpdateAssumeRolePolicyRequest) => {
        const role = roleNamed(book, name);
        setTrust(book, role.name, trustIn(text));
      },
    },
    DeleteRole: {
      needs: needs('DeleteRole'),
      run: ({ RoleName: name = '' }: DeleteRoleRequest) => {
        const role = roleNamed(book, name);
        checkBare(role);
        book.roles.delete(role.name);
      },
    },
  };
};

const trustIn = (text = ''): Written => writtenIn(text, 'trust');

const toRole = ({ name, path, id, arn, created, tags, trust, description }: Role) => ({
  Path: path,
  RoleName: name,
  RoleId: id,
  Arn: arn,
  CreateDate: new Date(created),
  AssumeRolePolicyDocument: encoded(trust.text),
  ...(description === undefined ? {} : { Description: description }),
  ...tagged(tags),
});
