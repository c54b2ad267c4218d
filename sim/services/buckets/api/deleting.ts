import type {
  DeletedObject,
  DeleteObjectOutput,
  DeleteObjectRequest,
  DeleteObjectsOutput,
  DeleteObjectsRequest,
  _Error as Failed,
} from '@aws-sdk/client-s3';
import { type Api, type Need, type Principal, Refusal } from '../../../types.ts';
import type { Bucket } from '../bucket.ts';
import { putMarker } from '../put.ts';
import { invalidArgument, noSuchVersion } from '../refusals.ts';
import { NO_VERSION, remove, versionOf } from '../versions.ts';
import { type Desk, onBucket } from './desk.ts';

/** Objects of one request. */
const MOST = 1_000;

export const deletingOperations = (desk: Desk): Api['operations'] => {
  const members = ['Key', 'VersionId'];
  const one = onBucket(
    desk,
    { action: 'DeleteObject', name: 'DeleteObject', members },
    (bucket, { Key: key = '', VersionId: id }: DeleteObjectRequest): DeleteObjectOutput => {
      const { marker, versionId } = deleted(desk, bucket, { key, id });
      return {
        ...(marker ? { DeleteMarker: true } : {}),
        ...(versionId === undefined ? {} : { VersionId: versionId }),
      };
    },
  );
  const versioned = onBucket(desk, { action: 'DeleteObjectVersion', name: 'DeleteObject', members }, () => undefined);
  const several = onBucket(
    desk,
    { action: 'DeleteObject', name: 'DeleteObjects', members: ['ChecksumAlgorithm', 'Delete'] },
    (bucket, input: DeleteObjectsRequest, who) => deleteObjects(desk, bucket, { input, who }),
  );
  return {
    DeleteObject: {
      ...one,
      needs: (input: DeleteObjectRequest) => (input.VersionId === undefined ? one : versioned).needs(input as never),
    },
    // Each of its objects is judged by itself.
    DeleteObjects: { ...several, needs: () => [] },
  };
};

type Chosen = { readonly key: string; readonly id: string | undefined };
type Gone = { readonly marker: boolean; readonly versionId: string | undefined };

/** What is not there counts as deleted, too. */
const deleted = ({ wires }: Desk, bucket: Bucket, { key, id }: Chosen): Gone => {
  if (id !== undefined) {
    const version = versionOf(bucket, key, id);
    checkVersionId(id);
    remove(bucket, key, id);
    return { marker: version !== undefined && version.object === undefined, versionId: id };
  }
  if (bucket.versioning === undefined) {
    remove(bucket, key, NO_VERSION);
    return { marker: false, versionId: undefined };
  }
  return { marker: true, versionId: putMarker(wires, bucket, key).id };
};

/** As the ids look that are given here. */
const checkVersionId = (id: string): void => {
  if (id !== NO_VERSION && !/^[\w.-]{32}$/.test(id)) {
    throw invalidArgument('Invalid version id specified', 'versionId', id);
  }
};

type Asked = { readonly input: DeleteObjectsRequest; readonly who: Principal };

const deleteObjects = (desk: Desk, bucket: Bucket, { input, who }: Asked): DeleteObjectsOutput => {
  const { Objects: objects = [], Quiet: quiet = false } = input.Delete ?? {};
  if (objects.length === 0 || objects.length > MOST) {
    throw new Refusal(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  const [gone, failed]: [DeletedObject[], Failed[]] = [[], []];
  for (const { Key: key = '', VersionId: id } of objects) {
    const named = { Key: key, ...(id === undefined ? {} : { VersionId: id }) };
    try {
      allow(desk, bucket, { key, id, who });
      if (id !== undefined && versionOf(bucket, key, id) === undefined) throw noSuchVersion(key, id);
      const { marker, versionId = '' } = deleted(desk, bucket, { key, id });
      gone.push({ ...named, ...(marker ? { DeleteMarker: true, DeleteMarkerVersionId: versionId } : {}) });
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      failed.push({ ...named, Code: cause.code, Message: cause.message });
    }
  }
  return {
    ...(quiet || gone.length === 0 ? {} : { Deleted: gone }),
    ...(failed.length === 0 ? {} : { Errors: failed }),
  };
};

const allow = (
  { wires }: Desk,
  { arn, policy }: Bucket,
  { key, id, who }: Chosen & { readonly who: Principal },
): void => {
  const action = id === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
  const need: Need = { action, resource: `${arn}/${key}` };
  const decision = wires.iam.judge(who, need, policy?.document);
  if (!decision.allowed) throw new Refusal('AccessDenied', decision.why, 403);
};
