import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ENTRY_SCHEMA } from '../../../lambdas/aws/ledger-chain.ts';
import { readDecision } from '../../../lambdas/aws/ledger-decision.ts';
import { decide } from '../../../lambdas/domain/decide.ts';
import type { Decision } from '../../../lambdas/domain/decision.ts';
import { summary } from '../../../lambdas/loop/facts.ts';
import { type Difference, differences } from './differences.ts';

export type Item = Record<string, AttributeValue>;

/** One entry, asked again; or why it cannot be. */
export type Again = { readonly key: string; readonly what: string } & (
  | { readonly kind: 'asked'; readonly decision: Decision; readonly differs: readonly Difference[] }
  | { readonly kind: 'newer' | 'no-decision' }
);

/** What this version's `decide` says to what the entry holds. */
export const again = (entry: Item): Again => {
  const [key, what] = [entry['sk']?.S ?? '', entry['what']?.S ?? ''];
  const decision = readDecision(entry['decision']?.S);
  if (decision === undefined) return { key, what, kind: isNewer(entry) ? 'newer' : 'no-decision' };
  return { key, what, kind: 'asked', decision, differs: askedAgain(decision) };
};

export const askedAgain = ({ situation, now, verdict }: Decision): readonly Difference[] =>
  differences(verdict, decide(situation, now));

export const summaryOf = ({ verdict }: Decision): Readonly<Record<string, unknown>> => summary(verdict);

const isNewer = (entry: Item): boolean => Number(entry['schema']?.N) > ENTRY_SCHEMA;
