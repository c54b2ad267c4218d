import { serialize } from 'node:v8';
import { expect, test } from 'vitest';
import { openPlayer, type Played } from '../../../cli/backtest/play.ts';
import { watchesOf } from '../../../cli/backtest/watches.ts';
import { history, policyOf, type Told, WELL } from './histories.ts';

const DAY = 1_440;
/** Alarms so far apart that each is an episode of its own: more than are told one by one. */
const told = (minute: number): Told => (minute % 90 < 2 ? { stable: [900, 4], canary: [100, 10] } : WELL);

/** Bytes of all that is kept of so many days. */
const kept = (days: number): number => {
  const policy = policyOf();
  const player = openPlayer({ watches: watchesOf(policy), policy });
  for (const row of history(days * DAY, told)) player.take(row);
  return bytesOf(player.end());
};

const bytesOf = ({ alarms, episodes }: Played): number =>
  serialize([alarms.map(({ watch: _functions, ...rest }) => rest), episodes]).byteLength;

test('of ten times as many days no more is kept', () => {
  expect(kept(70)).toBeLessThan(1.1 * kept(7));
});
