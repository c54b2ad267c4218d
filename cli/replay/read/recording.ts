/** One column of an export: one statistic of one metric as CloudWatch computed it, in the order of time. */
export type Series = {
  /** What the file calls it. */
  readonly label: string;
  /** The query's id, which may say more than the label. */
  readonly id?: string;
  /** Where the file names it, from 1. */
  readonly line: number;
  /** As the file spells it: `ms`, `Count`; undefined where it says nothing. */
  readonly unit?: string;
  /** Starts of the periods, ascending, in epoch milliseconds. */
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** The line of the file that holds the time of the value at this index. */
  readonly lineOfTime: (index: number) => number;
};

export type Recording = {
  readonly file: string;
  readonly series: readonly Series[];
  /** Length of the periods, in milliseconds: what all distances between neighbours are multiples of. */
  readonly periodMs: number;
  /** Start of the first period and end of the last one. */
  readonly from: number;
  readonly to: number;
  /** Sentences about what the file lacks, which do not keep it from being played. */
  readonly remarks: readonly string[];
};
