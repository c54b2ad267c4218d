import { clockTime } from '../../../lambdas/domain/words/figures.ts';
import type { Io } from '../../terminal/io.ts';

/** A line for whoever waits. */
export const progress = ({ err, clock, page: { paint } }: Io, text: string): void =>
  err(`${paint('quiet', `${clockTime(clock())}  ${text}`)}\n`);
