import { describe, expect, test } from 'vitest';
import { holdsIncidents, newestOf, pastOf } from '../../../cli/commands/history/past.ts';
import { stepWords } from '../../../cli/commands/history/step-words.ts';
import type { Entry } from '../../../lambdas/aws/ledger-history.ts';
import { at, incident } from '../../builders.ts';

const entry = (minute: number, over: Partial<Entry> = {}): Entry => ({
  at: at(minute),
  what: 'hold',
  facts: {},
  ...over,
});
const of = (id: string, minute: number): Entry =>
  entry(minute, { incidentId: id, incident: incident({ id, openedAt: at(minute) }) });

describe('entries, the newest first,', () => {
  const entries = [
    of('c', 30),
    entry(25, { what: 'thawed' }),
    of('b', 20),
    of('b', 19),
    entry(15, { what: 'frozen' }),
    of('a', 10),
  ];
  const names = (limit: number) => {
    const { shown, more } = newestOf(pastOf(entries), limit);
    return [...shown.map((one) => ('past' in one ? one.past.id : one.entry.what)), ...(more ? ['more'] : [])];
  };
  test('are the incidents that they belong to, and what belongs to none, in order', () => {
    expect(names(10)).toEqual(['c', 'thawed', 'b', 'frozen', 'a']);
  });
  test('are cut to the newest incidents, with what else happened since', () => {
    expect(names(2)).toEqual(['c', 'thawed', 'b', 'more']);
    expect(names(1)).toEqual(['c', 'more']);
    expect(names(3)).toEqual(['c', 'thawed', 'b', 'frozen', 'a']);
  });
  test('are enough once those of one incident more have come: the others are whole then', () => {
    expect(holdsIncidents(2)(entries.slice(0, 5))).toBe(false);
    expect(holdsIncidents(2)(entries)).toBe(true);
  });
  test('of one incident are its steps, the oldest first, and its newest state that can be read counts', () => {
    const [only] = pastOf([entry(12, { incidentId: 'a', what: 'new' }), of('a', 11), of('a', 10)]);
    expect(only).toMatchObject({
      at: at(11),
      past: {
        id: 'a',
        drill: false,
        incident: { openedAt: at(11) },
        steps: [{ at: at(10) }, { at: at(11) }, { what: 'new' }],
      },
    });
  });
});

describe('a step', () => {
  test.each<readonly [Entry['what'], Entry['facts'], string]>([
    ['intent', { to: { stable: 1, canary: 0 } }, 'about to ask SageMaker for stable 100 %, canary 0 %'],
    ['shift-refused', { answer: { message: 'No.' } }, 'SageMaker refused: No.'],
    ['shift-lost', { answer: { message: 'TimeoutError' } }, 'no answer came: TimeoutError'],
    ['hold', { verdict: 'hold', reason: { kind: 'frozen' } }, 'HOLD, shift nothing: rollbacks are frozen'],
    ['told', { headline: 'RECOVERED fraud' }, 'on-call was told: RECOVERED fraud'],
    ['drill', { result: { worked: true, broken: [] } }, 'every hop worked'],
    ['drill', { result: { worked: false, broken: ['rule', 'message'] } }, 'broken: rule, message'],
    ['thawed', { by: 'ana', after: [] }, 'by ana; frozen now: nothing'],
    ['frozen', { by: 'ana', after: [{ endpoint: '*', reason: 'sale' }] }, 'by ana; frozen now: every endpoint: "sale"'],
    ['a later invention', { by: 'ana', n: 1 }, 'by: ana, n: 1'],
    ['a later invention', {}, ''],
    ['told', { headline: 'two\nlines' }, 'on-call was told: two lines'],
  ])('"%s" %j is told', (what, facts, expected) => {
    expect(stepWords(entry(0, { what, facts }))).toBe(expected);
  });
});
