import { type Bucket, byKey, type Version } from './bucket.ts';

/** The id of what was put while the bucket kept no versions. */
export const NO_VERSION = 'null';

/** Makes it the newest. A bucket that keeps no versions has one only, one that keeps no more has one of them more. */
export const add = ({ versions }: Pick<Bucket, 'versions'>, version: Version): void => {
  const before = versions.get(version.key) ?? [];
  const kept = version.id === NO_VERSION ? before.filter(({ id }) => id !== NO_VERSION) : before;
  versions.set(version.key, [version, ...kept]);
};

export const newest = ({ versions }: Pick<Bucket, 'versions'>, key: string): Version | undefined =>
  versions.get(key)?.[0];

export const versionOf = ({ versions }: Pick<Bucket, 'versions'>, key: string, id: string): Version | undefined =>
  versions.get(key)?.find((version) => version.id === id);

export const remove = ({ versions }: Pick<Bucket, 'versions'>, key: string, id: string): void => {
  const rest = (versions.get(key) ?? []).filter((version) => version.id !== id);
  if (rest.length === 0) versions.delete(key);
  else versions.set(key, rest);
};

/** By key; the newest of a key first. */
export const allVersions = ({ versions }: Pick<Bucket, 'versions'>): readonly (readonly Version[])[] =>
  [...versions].sort(([a], [b]) => byKey(a, b)).map(([, ofKey]) => ofKey);
