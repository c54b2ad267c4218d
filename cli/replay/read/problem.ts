/** What is wrong with a file that was given to be replayed: one sentence that names the place, the value and the mend. */
export class ReplayProblem extends Error {
  override name = 'ReplayProblem';
}

/** Throws a problem at a line of the file, counted from 1. */
export const problemAt = (file: string, line: number, sentence: string): never => {
  throw new ReplayProblem(`${file} line ${line}: ${sentence}`);
};

/** Throws a problem of the file as a whole. */
export const problemWith = (file: string, sentence: string): never => {
  throw new ReplayProblem(`${file}: ${sentence}`);
};
