/** One column of an export: one statistic of one metric as CloudWatch computed it, in the order of time. */
export type Series = {
  /** What the file calls it. */
  readonly label: string;
  /** The query's id, which may say more than the label. */
  readonly id?: string;
  /** As the file spells it: `ms`, `Count`; undefined where it says nothing. */
  readonly unit?: string;
  /** Starts of the minutes, ascending, in epoch milliseconds. */
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** Lines of the file, from 1, asked for only when something is wrong: of its name, and of the datapoint at an index. */
  readonly line: () => number;
  readonly lineOfTime: (index: number) => number;
  readonly lineOfValue: (index: number) => number;
};

export type Recording = {
  readonly file: string;
  readonly series: readonly Series[];
  /** Start of the first minute and end of the last one. */
  readonly from: number;
  readonly to: number;
  /** Sentences about what the file lacks, which do not keep it from being played. */
  readonly remarks: readonly string[];
};
