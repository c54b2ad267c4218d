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
    [
      'order',
      { order: { kind: 'scale', variant: 'stable', unit: 'instances', from: 2, to: 4 } },
      'about to order: raise stable from 2 to 4 instances',
    ],
    [
      'ordered',
      {
        order: { kind: 'scale', variant: 'stable', unit: 'instances', from: 2, to: 4 },
        answer: { kind: 'accepted', reaches: 3, unheld: 'denied' },
      },
      'SageMaker accepted: raise stable from 2 to 4 instances; it reaches 3; the floor of its autoscaling was not raised: denied',
    ],
    [
      'ordered',
      {
        order: { kind: 'restore', from: 'config-8', to: 'config-7' },
        answer: { kind: 'restoring', unproved: ['image a:1'] },
      },
      'SageMaker accepted: bring back endpoint config config-7 in the place of config-8; nobody looked at image a:1',
    ],
    ['order-busy', {}, 'not carried out: the endpoint is being changed already'],
    ['order-refused', { answer: { message: 'No.' } }, 'not carried out: No.'],
    ['order-unproved', { answer: { what: 'model m is gone' } }, 'nothing was asked of SageMaker: model m is gone'],
    ['order-lost', { answer: { message: 'TimeoutError' } }, 'no answer came: TimeoutError'],
    [
      'watch',
      { verdict: 'watch', inForce: false, restores: 'config-7' },
      'WATCH: config-7 is asked for, and not yet in service',
    ],
    [
      'end',
      { verdict: 'end', state: 'RECOVERED', because: 'proved', restores: 'config-7' },
      'RECOVERED: a whole minute of the restored config under its guards',
    ],
    [
      'released',
      { by: 'ana', variant: 'canary', reason: 'mended' },
      'by ana: traffic on canary is on purpose: "mended"',
    ],
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
