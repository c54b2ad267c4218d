import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { bucketAccount, refusalOf } from './account.ts';

const Bucket = 'assets';

const withKeys = async (...keys: readonly string[]) => {
  const account = await bucketAccount();
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await account.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await account.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  for (const Key of keys) await account.s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  const list = async (input: Partial<ListObjectsV2CommandInput> = {}) => {
    const answer = await account.s3.send(new ListObjectsV2Command({ Bucket, ...input }));
    return {
      ...answer,
      keys: answer.Contents?.map(({ Key }) => Key),
      prefixes: answer.CommonPrefixes?.map((one) => one.Prefix),
    };
  };
  return { ...account, list };
};

describe('the objects of a bucket', () => {
  test('come by the octets of their keys, with what they are', async () => {
    const { list } = await withKeys('b', 'a', 'ä', 'Z');
    const { Contents, KeyCount, IsTruncated, keys } = await list();
    expect(keys).toEqual(['Z', 'a', 'b', 'ä']);
    expect([KeyCount, IsTruncated]).toEqual([4, false]);
    expect(Contents?.[0]).toMatchObject({
      Size: 1,
      StorageClass: 'STANDARD',
      ETag: expect.stringMatching(/^"\w{32}"$/),
    });
  });

  test('are those below a prefix, summed up to a delimiter', async () => {
    const { list } = await withKeys('a/1/x', 'a/1/y', 'a/2', 'a/3/z', 'b');
    expect(await list({ Prefix: 'a/', Delimiter: '/' })).toMatchObject({
      keys: ['a/2'],
      prefixes: ['a/1/', 'a/3/'],
      KeyCount: 3,
    });
  });

  test('come in pages, none twice and none left out', async () => {
    const { s3 } = await withKeys('a/1', 'a/2', 'b', 'c/1', 'd');
    const seen: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket, Delimiter: '/' })) {
      const { Contents = [], CommonPrefixes = [] } = page;
      seen.push([...CommonPrefixes.map(({ Prefix }) => Prefix), ...Contents.map(({ Key }) => Key)].join(' '));
    }
    expect(seen).toEqual(['a/ b', 'c/ d']);
  });

  test('are told as a URL would have them, to who asks for that', async () => {
    const { list } = await withKeys('a b/ö=1');
    expect((await list({ EncodingType: 'url' })).keys).toEqual(['a%20b/%C3%B6=1']);
  });

  test('are not those that were deleted', async () => {
    const { s3, list } = await withKeys('a', 'b');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect((await list()).keys).toEqual(['b']);
  });

  test('begin after a key, and not where no page has ended', async () => {
    const { list } = await withKeys('a', 'b', 'c');
    expect((await list({ StartAfter: 'a' })).keys).toEqual(['b', 'c']);
    expect((await refusalOf(list({ ContinuationToken: 'made up!' })))[0]).toBe('InvalidArgument');
  });
});

describe('the versions of a bucket', () => {
  test('are all told, the newest of a key first, in pages', async () => {
    const { s3 } = await withKeys('a', 'a', 'b');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    const all = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(all.Versions?.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([
      ['a', false],
      ['a', false],
      ['b', true],
    ]);
    expect(all.DeleteMarkers?.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([['a', true]]);

    const first = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 2 }));
    expect([first.IsTruncated, first.NextKeyMarker]).toEqual([true, 'a']);
    const rest = await s3.send(
      new ListObjectVersionsCommand({
        Bucket,
        KeyMarker: first.NextKeyMarker,
        VersionIdMarker: first.NextVersionIdMarker,
      }),
    );
    const ids = [...(first.Versions ?? []), ...(rest.Versions ?? [])].map(({ VersionId }) => VersionId);
    expect(ids).toEqual(all.Versions?.map(({ VersionId }) => VersionId));
  });
});
