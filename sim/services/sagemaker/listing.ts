import { createHash } from 'node:crypto';
import type { Instant } from '../../types.ts';
import { invalid } from './refusals.ts';

/** What the three lists of SageMaker ask alike. */
export type Asked = {
  readonly SortBy?: string | undefined;
  readonly SortOrder?: string | undefined;
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly NameContains?: string | undefined;
  readonly CreationTimeBefore?: Date | undefined;
  readonly CreationTimeAfter?: Date | undefined;
  readonly LastModifiedTimeBefore?: Date | undefined;
  readonly LastModifiedTimeAfter?: Date | undefined;
  readonly StatusEquals?: string | undefined;
};

export type Listed = {
  readonly name: string;
  readonly createdAt: Instant;
  readonly modifiedAt?: Instant;
  readonly status?: string;
};

const DEFAULT_PAGE = 10;

/** One page of what matches, newest first unless asked otherwise. */
export const listed = <T extends Listed>(
  all: readonly T[],
  asked: Asked,
): { readonly page: readonly T[]; readonly next: { readonly NextToken?: string } } => {
  const matching = sorted(
    all.filter((one) => matches(one, asked)),
    asked,
  );
  const from = offsetOf(asked);
  const to = from + (asked.MaxResults ?? DEFAULT_PAGE);
  return { page: matching.slice(from, to), next: to < matching.length ? { NextToken: tokenOf(asked, to) } : {} };
};

const matches = ({ name, createdAt, modifiedAt = createdAt, status }: Listed, asked: Asked): boolean => {
  const { CreationTimeBefore: before, CreationTimeAfter: after, NameContains: part = '', StatusEquals } = asked;
  const { LastModifiedTimeBefore: modifiedBefore, LastModifiedTimeAfter: modifiedAfter } = asked;
  return (
    name.includes(part) &&
    (before === undefined || createdAt < before.getTime()) &&
    (after === undefined || createdAt >= after.getTime()) &&
    (modifiedBefore === undefined || modifiedAt < modifiedBefore.getTime()) &&
    (modifiedAfter === undefined || modifiedAt > modifiedAfter.getTime()) &&
    (StatusEquals === undefined || status === StatusEquals)
  );
};

/** What is equal stays in the order of creation, or its reverse. */
const sorted = <T extends Listed>(matching: readonly T[], { SortBy = 'CreationTime', SortOrder }: Asked): T[] => {
  const keyOf = ({ name, createdAt, status = '' }: T): string | number =>
    ({ Name: name, Status: status })[SortBy] ?? createdAt;
  const ascending = matching.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
  return SortOrder === 'Ascending' ? ascending : ascending.reverse();
};

const compare = (a: string | number, b: string | number): number => (a === b ? 0 : a < b ? -1 : 1);

/** A token goes with the question that it was given for. */
const tokenOf = (asked: Asked, offset: number): string =>
  Buffer.from(`${questionOf(asked)}:${offset}`).toString('base64');

const offsetOf = (asked: Asked): number => {
  if (asked.NextToken === undefined) return 0;
  const [question, offset] = Buffer.from(asked.NextToken, 'base64').toString().split(':');
  if (question !== questionOf(asked) || !/^\d+$/.test(offset ?? '')) throw invalid('Invalid NextToken.');
  return Number(offset);
};

const questionOf = ({ NextToken: _token, MaxResults: _size, ...question }: Asked): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('hex').slice(0, 16);
