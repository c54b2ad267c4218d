import { clockTime } from '../../../lambdas/domain/words/figures.ts';
import { asLine } from '../../../lambdas/domain/words/letter.ts';
import { wrap } from '../../screen/wrap.ts';
import type { Session } from '../../session.ts';

const TIME = 14;

/** A line of progress with its time; what comes of it is the report's. */
export const say = ({ io }: Session, text: string): void => {
  const time = clockTime(io.clock());
  for (const [place, row] of wrap(asLine(text), io.page.width - TIME).entries())
    io.err(`${(place === 0 ? time : '').padEnd(TIME)}${row}\n`);
};
