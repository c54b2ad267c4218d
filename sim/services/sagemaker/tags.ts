import type { Tag } from '@aws-sdk/client-sagemaker';
import { invalid } from './refusals.ts';

export type Tags = {
  readonly add: (arn: string, tags: readonly Tag[]) => readonly Tag[];
  readonly list: (arn: string) => readonly Tag[];
  readonly remove: (arn: string, keys: readonly string[]) => void;
  readonly forget: (arn: string) => void;
};

const MOST = 50;

/** By the ARN of what they are on. `exists` says whether there is such a resource. */
export const makeTags = (exists: (arn: string) => boolean): Tags => {
  const byArn = new Map<string, ReadonlyMap<string, string>>();
  const of = (arn: string): ReadonlyMap<string, string> => {
    if (!exists(arn)) throw invalid(`Could not find resource "${arn}".`);
    return byArn.get(arn) ?? new Map();
  };
  const list = (arn: string): readonly Tag[] => [...of(arn)].map(([Key, Value]) => ({ Key, Value }));
  return {
    list,
    add: (arn, tags) => {
      refuseTags(tags);
      const all = new Map([...of(arn), ...tags.map(({ Key = '', Value = '' }) => [Key, Value] as const)]);
      if (all.size > MOST) throw invalid(`The resource "${arn}" would have ${all.size} tags, more than ${MOST}.`);
      byArn.set(arn, all);
      return list(arn);
    },
    remove: (arn, keys) => void byArn.set(arn, new Map([...of(arn)].filter(([key]) => !keys.includes(key)))),
    forget: (arn) => void byArn.delete(arn),
  };
};

/** Also asked before a resource is created with its tags: then nothing is created. */
export const refuseTags = (tags: readonly Tag[]): void => {
  const keys = tags.map(({ Key = '' }) => Key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalid(`The tag key "${twice}" was non-unique within the request.`);
  const reserved = keys.find((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved !== undefined) throw invalid(`The tag key "${reserved}" begins with "aws:", which is reserved.`);
};
