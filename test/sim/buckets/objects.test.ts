import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { bucketAccount, refusalOf, START } from './account.ts';

const Bucket = 'assets';
const EVERY_OCTET = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet));

const withBucket = async (versioning?: 'Enabled' | 'Suspended') => {
  const account = await bucketAccount();
  await account.s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  );
  if (versioning !== undefined) await setVersioning(account.s3, versioning);
  return account;
};

const setVersioning = (s3: S3Client, Status: 'Enabled' | 'Suspended') =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
const put = (s3: S3Client, Key: string, Body: string | Buffer) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const bodyOf = async (s3: S3Client, Key: string, VersionId?: string) =>
  Buffer.from(
    (await (await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToByteArray()) ?? [],
  );

describe('an object', () => {
  test('comes back octet by octet, with what was said of it', async () => {
    const { s3, buckets } = await withBucket();
    const stored = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'a/b.zip',
        Body: EVERY_OCTET,
        ContentType: 'application/zip',
        Metadata: { origin: 'here' },
      }),
    );
    const found = await s3.send(new GetObjectCommand({ Bucket, Key: 'a/b.zip' }));
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? [])).toEqual(EVERY_OCTET);
    expect(found).toMatchObject({
      ContentType: 'application/zip',
      ContentLength: 256,
      ETag: stored.ETag,
      LastModified: new Date(START),
      Metadata: { origin: 'here' },
      ServerSideEncryption: 'AES256',
    });
    expect(stored.ETag).toBe(`"${createHash('md5').update(EVERY_OCTET).digest('hex')}"`);
    expect(buckets.get(Bucket, 'a/b.zip')).toEqual(EVERY_OCTET);
  });

  test.each(['test key//', 'größe 😀', 'a+b&c=d', 'file%2Fname', '?list-type=2', '2015-03-31/functions'])(
    'may be called %s',
    async (key) => {
      const { s3, buckets } = await withBucket();
      await put(s3, key, key);
      expect(String(buckets.get(Bucket, key))).toBe(key);
      expect(String(await bodyOf(s3, key))).toBe(key);
    },
  );

  test('is described without its body, and as long as it is', async () => {
    const { s3 } = await withBucket();
    await put(s3, 'k', 'twelve chars');
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'k' }))).toMatchObject({
      ContentLength: 12,
      ContentType: 'application/octet-stream',
    });
  });

  test('that was given packed stays packed', async () => {
    const { s3, buckets } = await withBucket();
    const packed = gzipSync('text');
    await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: packed, ContentEncoding: 'gzip' }));
    expect(buckets.get(Bucket, 'k')).toEqual(packed);
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'k' }))).ContentEncoding).toBe('gzip');
  });

  test('may come in chunks, with its checksum after them', async () => {
    const { s3, buckets } = await withBucket();
    const Body = Readable.from([Buffer.from('first, '), Buffer.from('second')]);
    const stored = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body, ContentLength: 13 }));
    expect(String(buckets.get(Bucket, 'k'))).toBe('first, second');
    expect(stored.ChecksumCRC32).toBe('ZF+spw==');
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'k' }))).ContentEncoding).toBeUndefined();
  });

  test.each([
    ['CRC32', 'y/Q5Jg=='],
    ['CRC32C', '4waSgw=='],
    ['CRC64NVME', 'rosUhgp5mIg='],
    ['SHA1', '98O8HYCOBHMq32eZZczDTKeuNEE='],
    ['SHA256', 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU='],
  ] as const)('keeps the checksum %s, and is not taken with another one', async (algorithm, known) => {
    const { s3 } = await withBucket();
    const given = { Bucket, Key: 'k', Body: '123456789', ChecksumAlgorithm: algorithm };
    const member = `Checksum${algorithm}` as const;
    const { [member]: sum } = await s3.send(new PutObjectCommand(given));
    const read = await s3.send(new HeadObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }));
    expect([sum, read[member]]).toEqual([known, known]);
    const wrong = new PutObjectCommand({ Bucket, Key: 'k', Body: '12345678', [member]: sum });
    expect(await refusalOf(s3.send(wrong))).toEqual([
      'BadDigest',
      400,
      `The ${algorithm} you specified did not match the calculated checksum.`,
    ]);
  });

  test.each([
    ['no checksum', { ChecksumSHA256: 'x' }, 'InvalidRequest', 'Value for x-amz-checksum-sha256 header is invalid.'],
    ['no MD5', { ContentMD5: 'x' }, 'InvalidDigest', 'The Content-MD5 you specified was invalid.'],
    [
      'another MD5',
      { ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg==' },
      'BadDigest',
      'The Content-MD5 you specified did not match what we received.',
    ],
  ])('is not taken with what is %s', async (_what, given, code, text) => {
    const { client } = await withBucket();
    const s3 = client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const wrong = new PutObjectCommand({ Bucket, Key: 'k', Body: 'b', ...given });
    expect(await refusalOf(s3.send(wrong))).toEqual([code, 400, text]);
  });

  test('that is not there is not found, with a body to say so and without', async () => {
    const { s3 } = await withBucket();
    expect(await refusalOf(s3.send(new GetObjectCommand({ Bucket, Key: 'k' })))).toEqual([
      'NoSuchKey',
      404,
      'The specified key does not exist.',
    ]);
    expect((await refusalOf(s3.send(new HeadObjectCommand({ Bucket, Key: 'k' })))).slice(0, 2)).toEqual([
      'NotFound',
      404,
    ]);
    expect(await refusalOf(s3.send(new GetObjectCommand({ Bucket: 'none', Key: 'k' })))).toEqual([
      'NoSuchBucket',
      404,
      'The specified bucket does not exist',
    ]);
  });

  test('may not have a key of more than 1,024 octets', async () => {
    const { s3 } = await withBucket();
    await put(s3, 'ö'.repeat(512), 'b');
    expect((await refusalOf(put(s3, 'ö'.repeat(513), 'b')))[0]).toBe('KeyTooLongError');
  });

  test.each([
    ['copied', new CopyObjectCommand({ Bucket, Key: 'l', CopySource: `${Bucket}/k` })],
    ['tagged', new PutObjectTaggingCommand({ Bucket, Key: 'k', Tagging: { TagSet: [] } })],
  ])('is not %s: that is refused, and not taken for another request', async (_what, command) => {
    const { s3, buckets } = await withBucket();
    await put(s3, 'k', 'body');
    expect((await refusalOf(s3.send(command as PutObjectTaggingCommand))).slice(0, 2)).toEqual(['NotImplemented', 501]);
    expect([String(buckets.get(Bucket, 'k')), buckets.get(Bucket, 'l')]).toEqual(['body', undefined]);
  });
});

describe('a key of a bucket that keeps', () => {
  test('no versions stands for the last object, and for none when that is deleted', async () => {
    const { s3, buckets } = await withBucket();
    await put(s3, 'k', 'one');
    expect((await put(s3, 'k', 'two')).VersionId).toBeUndefined();
    expect(String(await bodyOf(s3, 'k'))).toBe('two');
    expect(await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))).not.toHaveProperty('DeleteMarker');
    expect(buckets.get(Bucket, 'k')).toBeUndefined();
  });

  test('versions has them all, until each is deleted by its id', async () => {
    const { s3, buckets } = await withBucket('Enabled');
    const [one, two] = [(await put(s3, 'k', 'one')).VersionId, (await put(s3, 'k', 'two')).VersionId];
    const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    expect(marker.DeleteMarker).toBe(true);
    expect(buckets.get(Bucket, 'k')).toBeUndefined();
    expect(String(await bodyOf(s3, 'k', one))).toBe('one');
    expect((await refusalOf(bodyOf(s3, 'k')))[0]).toBe('NoSuchKey');
    expect((await refusalOf(bodyOf(s3, 'k', marker.VersionId))).slice(0, 2)).toEqual(['MethodNotAllowed', 405]);

    const undone = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: marker.VersionId }));
    expect(undone).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId });
    expect(String(await bodyOf(s3, 'k'))).toBe('two');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: two }));
    expect(String(await bodyOf(s3, 'k'))).toBe('one');
    expect((await refusalOf(bodyOf(s3, 'k', two))).slice(0, 2)).toEqual(['NoSuchVersion', 404]);
  });

  test('no versions any more has one beside those that it kept', async () => {
    const { s3 } = await withBucket('Enabled');
    const { VersionId: kept } = await put(s3, 'k', 'kept');
    await setVersioning(s3, 'Suspended');
    await put(s3, 'k', 'one');
    expect((await put(s3, 'k', 'two')).VersionId).toBeUndefined();
    expect((await s3.send(new GetObjectCommand({ Bucket, Key: 'k' }))).VersionId).toBe('null');
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(['null', kept]);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: 'null' }));
    expect(String(await bodyOf(s3, 'k'))).toBe('kept');
    expect(kept).toMatch(/^[0-9a-f]{32}$/);
  });

  test('versions is refused an id that cannot be one', async () => {
    const { s3 } = await withBucket('Enabled');
    expect(await refusalOf(s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: 'x' })))).toEqual([
      'InvalidArgument',
      400,
      'Invalid version id specified',
    ]);
  });
});

describe('several objects are deleted at once', () => {
  test('each told of, also those that were not there', async () => {
    const { s3, buckets } = await withBucket();
    await put(s3, 'a & <b>', 'one');
    const Delete = { Objects: [{ Key: 'a & <b>' }, { Key: 'none' }] };
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect([Deleted, Errors]).toEqual([[{ Key: 'a & <b>' }, { Key: 'none' }], undefined]);
    expect(buckets.get(Bucket, 'a & <b>')).toBeUndefined();
  });

  test('or only those told of that could not be', async () => {
    const { s3 } = await withBucket('Enabled');
    const VersionId = 'f'.repeat(32);
    const Delete = { Objects: [{ Key: 'k' }, { Key: 'k', VersionId }], Quiet: true };
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(Deleted).toBeUndefined();
    expect(Errors).toEqual([
      { Key: 'k', VersionId, Code: 'NoSuchVersion', Message: 'The specified version does not exist.' },
    ]);
  });

  test('but none of an empty list', async () => {
    const { s3 } = await withBucket();
    const nothing = s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [] } }));
    expect((await refusalOf(nothing)).slice(0, 2)).toEqual(['MalformedXML', 400]);
  });
});
