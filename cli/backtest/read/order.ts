import { type Instant, MINUTE } from '../../../lambdas/domain/model.ts';
import { problemAt } from '../../replay/read/problem.ts';

/** So many rows on one coarser grid are no accident of traffic that comes now and then. */
const ON_A_GRID = 20;

/** Asked of each row in turn: throws where time does not go forward, and where the first rows are no minutes. */
export const inOrder = (file: string): ((start: Instant, line: number) => void) => {
  let last = Number.NaN;
  let [rows, grid] = [0, 0];
  return (start, line) => {
    if (start <= last) disordered(file, line, { start, last });
    grid = rows === 0 ? 0 : divisor(start - last, grid);
    last = start;
    rows += 1;
    if (rows === ON_A_GRID && grid > MINUTE) tooCoarse(file, line, grid);
  };
};

const disordered = (file: string, line: number, { start, last }: { start: Instant; last: Instant }): never =>
  problemAt(
    file,
    line,
    start === last
      ? `${iso(start)} stands there twice; keep one of the two rows`
      : `${iso(start)} comes after ${iso(last)}; sort the file by time`,
  );

const tooCoarse = (file: string, line: number, grid: number): never =>
  problemAt(
    file,
    line,
    `there is a row only every ${grid / MINUTE} minutes so far, and guards judge single minutes; export with a Period of 60 (CloudWatch keeps minutes for 15 days)`,
  );

/** The greatest that both have in common. */
const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));

const iso = (at: Instant): string => new Date(at).toISOString();
