import { type Branch, branchesOf } from './pattern/compile.ts';
import { leavesOf } from './pattern/leaves.ts';
import { explain, meets } from './pattern/match.ts';
import { type Dialect, type Refuse, readingOf, treeOf } from './pattern/reading.ts';

/** A compiled event pattern, or the filter policy of a subscription, which has the same grammar. */
export type Pattern = {
  readonly matches: (event: unknown) => boolean;
  /** One sentence for each field that keeps the event out; none when it matches. */
  readonly explain: (event: unknown) => readonly string[];
};

/** `combinations`: of the values that it names, each weighed by how deep its name lies; those of `$or` are added. */
export type Filter = Pattern & { readonly combinations: number };

const NEGATABLE = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

const EVENT_BRIDGE: Dialect = {
  operators: [...NEGATABLE, 'exactly', 'anything-but', 'numeric', 'exists', 'cidr'],
  negatable: NEGATABLE,
};

/** What was seen to be refused of filter policies is not in here. */
const SNS: Dialect = {
  operators: ['prefix', 'suffix', 'equals-ignore-case', 'anything-but', 'numeric', 'exists', 'cidr'],
  negatable: ['prefix'],
};

/** Compiles the text of an event pattern; throws what `refuse` makes of the reason for which it is not valid. */
export const compileText = (text: string, refuse: Refuse): Pattern => compileIn(EVENT_BRIDGE, text, refuse);

/** The same of a filter policy. */
export const compileFilter = (text: string, refuse: Refuse): Filter => compileIn(SNS, text, refuse);

/** Compiles a pattern that is given as an object: CloudFormation passes it on as JSON. */
export const compilePattern = (pattern: unknown): Pattern =>
  compileText(JSON.stringify(pattern), (why) => new Error(`Event pattern is not valid. Reason: ${why}`));

const compileIn = (dialect: Dialect, text: string, refuse: Refuse): Filter => {
  const reading = readingOf(text, dialect, refuse);
  const branches = branchesOf(treeOf(text, reading), reading);
  return {
    matches: (event) => {
      const leaves = leavesOf(event);
      return leaves !== undefined && branches.some((branch) => meets(branch, leaves));
    },
    combinations: branches.map(combinationsOf).reduce((sum, count) => sum + count, 0),
    explain: (event) => leastOf(branches.map((branch) => explainOne(branch, event))),
  };
};

const combinationsOf = (branch: Branch): number =>
  [...branch.values()].reduce((product, { matchers, depth }) => product * matchers.length * depth, 1);

const explainOne = (branch: Branch, event: unknown): readonly string[] => {
  const leaves = leavesOf(event);
  return leaves === undefined ? ['it is no JSON object'] : explain(branch, leaves);
};

const leastOf = (failures: readonly (readonly string[])[]): readonly string[] =>
  failures.reduce((least, next) => (next.length < least.length ? next : least));

export const matches = (pattern: unknown, event: unknown): boolean => compilePattern(pattern).matches(event);

export const explainMismatch = (pattern: unknown, event: unknown): readonly string[] =>
  compilePattern(pattern).explain(event);
