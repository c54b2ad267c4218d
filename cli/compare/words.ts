import type { Outcome, Told } from '../../sim/play/outcome.ts';
import { duration, percent } from '../screen/figures.ts';
import type { Page } from '../terminal/page.ts';
import type { Side } from './verdict.ts';

export const NAMES: Readonly<Record<Side, string>> = { naive: 'a 60-line Lambda', ours: 'sagemaker-rollback' };

/** Longer lines are not read, however wide the terminal is. */
const WIDEST = 110;
export const readable = ({ width }: Page): number => Math.min(width, WIDEST);

/** When the canary had no traffic any more, whoever saw to it; else what it kept. */
export const canaryWords = ({ canaryLeftAfterMs, canaryShare }: Outcome): string =>
  canaryLeftAfterMs === null
    ? `keeps ${percent(canaryShare)}`
    : duration(Math.round(canaryLeftAfterMs / 1_000) * 1_000);

export const toldWords = ({ told, alarmMails }: Outcome): string =>
  told === 'nothing' && alarmMails > 0 ? 'the alarm' : TOLD[told];

const TOLD: Readonly<Record<Told, string>> = {
  nothing: 'nothing',
  'no-move': 'no move',
  move: 'the move',
  end: 'the end',
};
