import { describe, expect, test } from 'vitest';
import { play } from '../../../cli/backtest/play.ts';
import { suggestionsOf } from '../../../cli/backtest/suggest.ts';
import { incidentsOf, RECORDS, rowsOf, watchOf } from '../../records/metrics/records.ts';

const played = (name: string) => play(rowsOf(name), { watches: [watchOf(name)], incidents: incidentsOf(name) });

describe('two weeks of recorded metrics, with what was labelled in them:', () => {
  test('hits, misses and false alarms of ten guards', async () => {
    const names = Object.keys(RECORDS);
    const all = await Promise.all(names.map(played));
    const rows = all.map(({ episodes }, place) => {
      const [name = ''] = [names[place]];
      const { length: labelled } = incidentsOf(name);
      return `${RECORDS[name]?.id}: ${episodes.found.size} of ${labelled}, ${episodes.count - episodes.labelled} false`;
    });
    expect(rows).toMatchInlineSnapshot(`
      [
        "requests-high: 1 of 2, 0 false",
        "latency: 2 of 3, 0 false",
        "cpu-low: 1 of 1, 0 false",
        "cpu: 1 of 1, 0 false",
        "cpu-per-core: 2 of 2, 2 false",
        "store-cpu: 1 of 2, 0 false",
        "feature-store-cpu: 2 of 2, 18 false",
        "disk-writes: 1 of 1, 15 false",
        "network-in: 1 of 1, 0 false",
        "traffic-drop: 1 of 3, 0 false",
      ]
    `);
  });

  test.each(Object.keys(RECORDS))('%s: a threshold that is harder to break alarms no more often', async (name) => {
    const [suggestion] = suggestionsOf(await played(name), { alarms: 1, days: 30 }, incidentsOf(name));
    const counts = suggestion?.choices.map(({ falseAlarms }) => falseAlarms) ?? [];
    const falling = RECORDS[name]?.worse === 'above' ? counts : counts.toReversed();
    expect(falling).toEqual(falling.toSorted((one, other) => other - one));
    expect(suggestion?.suggested?.falseAlarms ?? 0).toBe(0);
  });
});
