import type {
  CreateAccessKeyRequest,
  CreateAccessKeyResponse,
  DeleteAccessKeyRequest,
  ListAccessKeysRequest,
  ListAccessKeysResponse,
  UpdateAccessKeyRequest,
} from '@aws-sdk/client-iam';
import { Refusal } from '../../types.ts';
import type { AccessKey } from '../keys.ts';
import { type Desk, entityNamed, needOn, type Operations } from './desk.ts';
import { pageOf } from './pages.ts';
import { userNameIn } from './users.ts';

/** Access keys that one user may have. */
const MOST = 2;

export const keyOperations = ({ book, keys }: Desk): Operations => {
  const needs =
    (action: string) =>
    ({ UserName: name }: { readonly UserName?: string | undefined }) => [
      needOn(book, action, { kind: 'user', name: userNameIn(name) }),
    ];
  const userIn = ({ UserName: name }: { readonly UserName?: string | undefined }): string =>
    entityNamed(book, { kind: 'user', name: userNameIn(name) }).name;
  const keyIn = (input: DeleteAccessKeyRequest): AccessKey => {
    const found = keys.ofUser(userIn(input)).find(({ id }) => id === input.AccessKeyId);
    if (found !== undefined) return found;
    throw new Refusal('NoSuchEntity', `The Access Key with id ${input.AccessKeyId} cannot be found.`);
  };
  return {
    CreateAccessKey: {
      needs: needs('CreateAccessKey'),
      run: (input: CreateAccessKeyRequest): CreateAccessKeyResponse => {
        const user = userIn(input);
        if (keys.ofUser(user).length >= MOST)
          throw new Refusal('LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${MOST}`);
        const { key, secret } = keys.create(user);
        return { AccessKey: { ...toMetadata(key), SecretAccessKey: secret } };
      },
    },
    ListAccessKeys: {
      needs: needs('ListAccessKeys'),
      run: (input: ListAccessKeysRequest): ListAccessKeysResponse => {
        const { page, more } = pageOf(keys.ofUser(userIn(input)), input);
        return { AccessKeyMetadata: page.map(toMetadata), ...more };
      },
    },
    UpdateAccessKey: {
      needs: needs('UpdateAccessKey'),
      run: (input: UpdateAccessKeyRequest) => {
        if (input.Status === 'Expired') throw new Error('the small AWS lets no access key of a user expire');
        keyIn(input).status = input.Status ?? 'Active';
      },
    },
    DeleteAccessKey: {
      needs: needs('DeleteAccessKey'),
      run: (input: DeleteAccessKeyRequest) => {
        keyIn(input).status = 'Deleted';
      },
    },
  };
};

const toMetadata = ({ id, userName, created, status }: AccessKey) => ({
  UserName: userName,
  AccessKeyId: id,
  Status: status === 'Active' ? ('Active' as const) : ('Inactive' as const),
  CreateDate: new Date(created),
});
