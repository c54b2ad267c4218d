import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Expression, Operand } from './expressions/parse.ts';
import { invalid } from './expressions/placeholders.ts';
import type { KeyPart, Table } from './table.ts';
import { typeOf } from './values.ts';

/** The one partition that a query is about, and what it asks of the sort key. */
export type KeyCondition = { readonly partition: AttributeValue; readonly rest?: Expression };

export const keyConditionIn = (table: Table, expression: Expression | undefined): KeyCondition => {
  if (expression === undefined)
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  const terms = termsOf(expression);
  const [partition] = terms.flatMap((term) => partitionIn(table, term));
  const others = terms.filter((term) => partitionIn(table, term).length === 0);
  if (partition === undefined) throw invalid(`Query condition missed key schema element: ${table.partition.name}`);
  const [rest] = others;
  if (others.length > 1 || terms.length - others.length > 1 || (rest && !isAboutSort(table, rest))) {
    throw invalid('Query key condition not supported');
  }
  for (const value of [partition, ...valuesOf(rest)])
    checkType(value === partition ? table.partition : table.sort, value);
  return rest === undefined ? { partition } : { partition, rest };
};

const termsOf = (expression: Expression): readonly Expression[] =>
  expression.kind === 'and' ? [...termsOf(expression.left), ...termsOf(expression.right)] : [expression];

const partitionIn = ({ partition }: Table, term: Expression): AttributeValue[] => {
  if (term.kind !== 'compare' || term.operator !== '=') return [];
  const value = term.right;
  return isPath(term.left, partition.name) && value.kind === 'value' ? [value.value] : [];
};

const isAboutSort = ({ sort }: Table, term: Expression): boolean => {
  if (sort === undefined) return false;
  if (term.kind === 'compare') return term.operator !== '<>' && isPath(term.left, sort.name);
  if (term.kind === 'between') return isPath(term.value, sort.name);
  return term.kind === 'call' && term.name === 'begins_with' && isPath(term.operands[0], sort.name);
};

const isPath = (operand: Operand | undefined, name: string): boolean =>
  operand?.kind === 'path' && operand.path.length === 1 && operand.path[0] === name;

const valuesOf = (term: Expression | undefined): readonly AttributeValue[] => {
  const operands: readonly Operand[] =
    term?.kind === 'compare'
      ? [term.right]
      : term?.kind === 'between'
        ? [term.low, term.high]
        : term?.kind === 'call'
          ? term.operands
          : [];
  return operands.flatMap((operand) => (operand.kind === 'value' ? [operand.value] : []));
};

const checkType = (key: KeyPart | undefined, value: AttributeValue): void => {
  if (key === undefined || typeOf(value) === key.type) return;
  throw invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
};
