import { records } from './records.ts';
import { goalsOf, isMet, reportBacktest } from './report.ts';
import { backtested } from './run.ts';

const DAYS = { short: 14, long: 140 };

export type Printed = { readonly text: string; readonly met: boolean };

/** How long the command takes over what was recorded, and what more of it costs in memory. */
export const benchBacktest = async (tell: (what: string) => void, { short, long } = DAYS): Promise<Printed> => {
  const all = records();
  const measured = async (days: number) => {
    tell(`a backtest of ${days} days`);
    return backtested(all, days);
  };
  const lengths = { short: await measured(short), long: await measured(long) };
  return { text: reportBacktest(lengths, all), met: goalsOf(lengths).every(isMet) };
};
