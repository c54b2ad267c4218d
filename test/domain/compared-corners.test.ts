import { describe, expect, test } from 'vitest';
import { isWorse, whyNotWorse, worseSince } from '../../lambdas/domain/compared.ts';
import type { Judged } from '../../lambdas/domain/judge/judged.ts';
import type { Alarm } from '../../lambdas/domain/model.ts';
import { alarmName, at, breaching, judgeGuard, situation, variantName } from '../builders.ts';

const JUDGE = alarmName('canary', 'judge-5xx');
const side = (bad: number) => ({ requests: 1_000, bad });
const worse = (over: Partial<Judged> = {}): Judged => ({
  judgement: { kind: 'worse', since: at(-60), canary: side(31), stable: side(5), evidence: 1.1 },
  ...over,
});
const NO_DATA: Judged = { judgement: { kind: 'no-data' } };
const seen = (judged?: Judged, name = JUDGE) => situation(judged && { judged: { [name]: judged } });
const said = (over: Partial<Alarm> = {}) => ({
  variant: variantName('canary'),
  guard: judgeGuard(),
  alarm: breaching(JUDGE, { evidence: { datapoints: [0.9, 1.1], threshold: 0.995, from: at(9) }, ...over }),
});
const unsaid = () => {
  const { evidence: _none, ...rest } = said().alarm;
  return { ...said(), alarm: rest };
};

describe('a canary is worse than its stable', () => {
  test("by its own alarm's judgement, and by no other's", () => {
    expect(isWorse(seen(worse()), said())).toBe(true);
    expect(isWorse(seen(worse(), alarmName('second', 'judge-5xx')), said())).toBe(false);
    expect(isWorse(seen(), said())).toBe(false);
  });
  test('since a time at which, or after which, the fault began', () => {
    expect([at(-61), at(-60), at(-59)].map((since) => worseSince(seen(worse()), said(), since))).toEqual([
      true,
      true,
      false,
    ]);
  });
  test('since no time, where it is not worse', () => {
    expect(worseSince(seen(NO_DATA), said(), 0)).toBe(false);
  });
});

describe("the judge's alarm alone moves nothing", () => {
  test('where none of its datapoints is above the threshold: one that is just there is not', () => {
    const at995 = said({ evidence: { datapoints: [0.995], threshold: 0.995, from: at(9) } });
    expect(whyNotWorse(seen(), at995)).toEqual({ kind: 'no-breaching-datapoint' });
    expect(whyNotWorse(seen(), said())).toBeUndefined();
  });
  test('where it gives no reason that can be read', () => {
    expect(whyNotWorse(seen(), unsaid())).toEqual({ kind: 'no-breaching-datapoint' });
    expect(whyNotWorse(seen(NO_DATA), unsaid())).toEqual({ kind: 'no-breaching-datapoint' });
  });
  test('where a drill set it, whatever datapoints it wrote beside its mark', () => {
    const drilled = said({ drill: 'drill-20260101T100930' });
    expect(whyNotWorse(seen(), drilled)).toEqual({ kind: 'no-breaching-datapoint' });
    expect(whyNotWorse(seen(NO_DATA), drilled)).toEqual({ kind: 'no-breaching-datapoint' });
  });
  test('where the minutes of another alarm only were read, it has to do', () => {
    expect(whyNotWorse(seen(NO_DATA, alarmName('second', 'judge-5xx')), said())).toBeUndefined();
  });
});

test.each([
  ['as much worse as is worth acting on', side(10), side(5), undefined],
  ['less', side(9), side(5), { kind: 'better-since' }],
  ['as bad as stable, however bad both are', side(40), side(40), { kind: 'better-since' }],
])('since the endpoint was changed, the canary is %s', (_, canary, stable, why) => {
  expect(whyNotWorse(seen(worse({ sinceChange: { canary, stable } })), said())).toEqual(why);
});
