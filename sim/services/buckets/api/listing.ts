import type {
  ListObjectsV2Output,
  ListObjectsV2Request,
  ListObjectVersionsOutput,
  ListObjectVersionsRequest,
} from '@aws-sdk/client-s3';
import type { Api } from '../../../types.ts';
import type { Bucket, StoredObject, Version } from '../bucket.ts';
import { encodingFor, entriesOf, pageAfter, prefixesIn } from '../page.ts';
import { allVersions } from '../versions.ts';
import { type Desk, onBucket, ownerOf, placeIn, tokenFor } from './desk.ts';

const MEMBERS = ['Delimiter', 'EncodingType', 'MaxKeys', 'Prefix'];

export const listingOperations = (desk: Desk): Api['operations'] => ({
  ListObjectsV2: onBucket(
    desk,
    {
      action: 'ListBucket',
      name: 'ListObjectsV2',
      members: [...MEMBERS, 'ContinuationToken', 'FetchOwner', 'StartAfter'],
    },
    (bucket, input: ListObjectsV2Request) => listObjects(desk, bucket, input),
  ),
  ListObjectVersions: onBucket(
    desk,
    {
      action: 'ListBucketVersions',
      name: 'ListObjectVersions',
      members: [...MEMBERS, 'KeyMarker', 'VersionIdMarker'],
    },
    (bucket, input: ListObjectVersionsRequest) => listVersions(desk, bucket, input),
  ),
});

const listObjects = ({ wires }: Desk, bucket: Bucket, input: ListObjectsV2Request): ListObjectsV2Output => {
  const { ContinuationToken: token, StartAfter: start, MaxKeys: asked } = input;
  const encoded = encodingFor(input.EncodingType);
  const objects = allVersions(bucket).flatMap(([first]) => (first?.object === undefined ? [] : [first]));
  const entries = entriesOf(objects, scopeOf(input));
  const { page, most, truncated, last } = pageAfter(entries, { name: placeIn(token) ?? start ?? '' }, asked);
  return {
    ...echoed(bucket, input, encoded),
    MaxKeys: most,
    KeyCount: page.length,
    IsTruncated: truncated,
    ...(token === undefined ? {} : { ContinuationToken: token }),
    ...(start === undefined ? {} : { StartAfter: encoded(start) }),
    ...(truncated && last !== undefined ? { NextContinuationToken: tokenFor(last.name) } : {}),
    Contents: page.flatMap(({ version }) =>
      version?.object === undefined
        ? []
        : [
            {
              ...listed(version, version.object, encoded),
              ...(input.FetchOwner === true ? { Owner: ownerOf(wires) } : {}),
            },
          ],
    ),
    CommonPrefixes: prefixesIn(page, encoded),
  };
};

const listVersions = ({ wires }: Desk, bucket: Bucket, input: ListObjectVersionsRequest): ListObjectVersionsOutput => {
  const { KeyMarker: key = '', VersionIdMarker: id = '', MaxKeys: asked } = input;
  const encoded = encodingFor(input.EncodingType);
  const entries = entriesOf(allVersions(bucket).flat(), scopeOf(input));
  const marker = { name: key, id: id === '' ? undefined : id };
  const { page, most, truncated, last } = pageAfter(entries, marker, asked);
  const versions = page.flatMap(({ version }) => version ?? []);
  const common = (version: Version) => ({
    VersionId: version.id,
    IsLatest: bucket.versions.get(version.key)?.[0] === version,
    Owner: ownerOf(wires),
  });
  return {
    ...echoed(bucket, input, encoded),
    KeyMarker: encoded(key),
    VersionIdMarker: id,
    MaxKeys: most,
    IsTruncated: truncated,
    ...(truncated && last !== undefined ? { NextKeyMarker: encoded(last.name) } : {}),
    ...(truncated && last?.version !== undefined ? { NextVersionIdMarker: last.version.id } : {}),
    Versions: versions.flatMap((version) =>
      version.object === undefined ? [] : [{ ...listed(version, version.object, encoded), ...common(version) }],
    ),
    DeleteMarkers: versions
      .filter(({ object }) => object === undefined)
      .map((marked) => ({ Key: encoded(marked.key), LastModified: new Date(marked.modified), ...common(marked) })),
    CommonPrefixes: prefixesIn(page, encoded),
  };
};

type Asked = {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly EncodingType?: 'url' | undefined;
};

const scopeOf = ({ Prefix: prefix = '', Delimiter: delimiter }: Asked) => ({ prefix, delimiter });

/** What of the question stands in the answer. */
const echoed = ({ name }: Bucket, input: Asked, encoded: (text: string) => string) => ({
  Name: name,
  Prefix: encoded(input.Prefix ?? ''),
  ...(input.Delimiter === undefined ? {} : { Delimiter: encoded(input.Delimiter) }),
  ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
});

const listed = (
  { key, modified }: Version,
  { body, etag, checksum }: StoredObject,
  encoded: (text: string) => string,
) => ({
  Key: encoded(key),
  LastModified: new Date(modified),
  ETag: etag,
  ChecksumAlgorithm: [checksum.algorithm],
  ChecksumType: 'FULL_OBJECT' as const,
  Size: body.byteLength,
  StorageClass: 'STANDARD' as const,
});
