import type { Tag } from '@aws-sdk/client-cloudwatch';
import { Refusal } from '../../../types.ts';

/** Tags by the ARN of what bears them, in the order in which their keys came. */
export type Tags = {
  /** A key that is there already gets the new value. */
  readonly add: (arn: string, tags: readonly Tag[]) => void;
  readonly drop: (arn: string, keys: readonly string[]) => void;
  readonly of: (arn: string) => readonly Tag[];
  readonly forget: (arn: string) => void;
};

/** API reference: as many as 50 tags with a resource. */
const MOST = 50;

export const makeTags = (): Tags => {
  const all = new Map<string, ReadonlyMap<string, string>>();
  const of = (arn: string) => all.get(arn) ?? new Map<string, string>();
  return {
    add: (arn, tags) => {
      const reserved = tags.find(({ Key = '' }) => Key.toLowerCase().startsWith('aws:'));
      if (reserved !== undefined) throw invalid(`The tag key ${reserved.Key} is reserved: it begins with aws:`);
      const next = new Map([...of(arn), ...tags.map(({ Key = '', Value = '' }) => [Key, Value] as const)]);
      if (next.size > MOST) throw invalid(`A resource can have at most ${MOST} tags`);
      all.set(arn, next);
    },
    drop: (arn, keys) => all.set(arn, new Map([...of(arn)].filter(([key]) => !keys.includes(key)))),
    of: (arn) => [...of(arn)].map(([Key, Value]) => ({ Key, Value })),
    forget: (arn) => void all.delete(arn),
  };
};

const invalid = (text: string): Refusal => new Refusal('InvalidParameterValueException', text);
