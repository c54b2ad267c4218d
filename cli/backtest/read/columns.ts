import { PERIOD } from '../../../lambdas/domain/alarm-definition.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { type Column, matchColumns } from '../../replay/columns.ts';
import type { Series } from '../../replay/read/recording.ts';
import { nameOf } from '../../replay/wanted.ts';
import { variantsOf } from '../watch.ts';
import { wantedBy } from '../watches.ts';

/** What a label of the file stands for, and what turns its values into the metric's own unit. */
export type Known = { readonly name: string; readonly factor: number; readonly periodSeconds: number };

export type Columns = { readonly by: ReadonlyMap<string, Known>; readonly remarks: readonly string[] };

/** Asked once the labels are known. */
export type ColumnsOf = (labels: readonly string[]) => Columns;

export type Labels = {
  readonly file: string;
  readonly policy: Policy;
  /** The config's other endpoints: a file may hold theirs too. */
  readonly others: readonly string[];
};

/** The labels that a guard of the policy watches, by the same rules as `npm start -- --replay` knows them. */
export const columnsOf = (labels: readonly string[], { file, policy, others }: Labels): Columns => {
  const wanted = wantedBy(policy);
  const { columns, remarks } = matchColumns(
    { file, series: labels.map(nothingIn), from: 0, to: 0, remarks: [] },
    {
      name: policy.endpoint,
      variants: variantsOf(policy),
      variant: policy.canaries.length > 1 ? undefined : (policy.canaries[0] ?? policy.stable),
      wanted,
      others,
    },
  );
  const periods = new Map(wanted.map((one) => [nameOf(one), one.periodSeconds]));
  return { by: new Map(columns.map((column) => [column.series.label, knownBy(column, periods)])), remarks };
};

const knownBy = ({ wanted, factor }: Column, periods: ReadonlyMap<string, number>): Known => {
  const name = nameOf(wanted);
  return { name, factor, periodSeconds: periods.get(name) ?? PERIOD };
};

const FIRST_LINE = 1;

/** The label alone: what stands below it is read as it comes. */
const nothingIn = (label: string): Series => ({
  label,
  times: [],
  values: [],
  line: () => FIRST_LINE,
  lineOfTime: () => FIRST_LINE,
  lineOfValue: () => FIRST_LINE,
});
