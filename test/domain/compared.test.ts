import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import { timeToDetect } from '../../lambdas/domain/detection.ts';
import { exposed } from '../../lambdas/domain/exposure.ts';
import { badIn } from '../../lambdas/domain/guards/judge.ts';
import type { Judged } from '../../lambdas/domain/judge/judged.ts';
import type { Alarm } from '../../lambdas/domain/model.ts';
import { measure } from '../../lambdas/domain/model.ts';
import type { Guard } from '../../lambdas/domain/policy.ts';
import { promisedDefinition } from '../../lambdas/domain/promised-alarm.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import { worseThanStable } from '../../lambdas/domain/storm.ts';
import { watched } from '../../lambdas/domain/watch-list.ts';
import { measureName } from '../../lambdas/domain/words/figures.ts';
import { breachWords, incidentLetter } from '../../lambdas/domain/words/incident-letter.ts';
import {
  alarmName,
  at,
  deployment,
  fleet,
  guard,
  guardAlarms,
  incident,
  judgeGuard,
  minute,
  minutes,
  NOW,
  policy,
  situation,
  weighing,
} from '../builders.ts';

const POLICY = policy({ guards: [guard(), judgeGuard()] });
const JUDGE = alarmName('canary', 'judge-5xx');
const WELL = { stable: minutes(900, 4), canary: minutes(100, 1) };

const worse = (over: Partial<Judged> = {}): Judged => ({
  judgement: {
    kind: 'worse',
    since: at(-60),
    canary: { requests: 1_240, bad: 38 },
    stable: { requests: 24_000, bad: 120 },
    evidence: 1.1,
  },
  ...over,
});
const none: Judged = { judgement: { kind: 'no-data' } };

/** Its static guard is OK, and the judge calls the canary worse. */
const judged = (found: Judged | undefined, over: Partial<Situation> = {}, alarm: Partial<Alarm> = {}): Situation => ({
  ...situation({
    policy: POLICY,
    traffic: WELL,
    alarms: guardAlarms(POLICY, {
      [alarmName('canary')]: { state: 'OK' },
      [JUDGE]: { evidence: { datapoints: [1.1], threshold: 0.995, from: at(9) }, ...alarm },
    }),
    ...over,
  }),
  ...(found && { judged: { [JUDGE]: found } }),
});
const verdict = (found: Judged | undefined, over: Partial<Situation> = {}, alarm: Partial<Alarm> = {}) =>
  decide(judged(found, over, alarm), NOW);
const held = (kind: string) => ({ kind: 'hold', reason: { kind } });

describe("the judge's alarm", () => {
  test('is on canaries alone: stable has nothing to be compared with, and is well without it', () => {
    expect(watched(deployment(POLICY), POLICY).map(({ name }) => name)).toEqual([
      alarmName('stable'),
      alarmName('canary'),
      JUDGE,
    ]);
    expect(verdict(worse())).toMatchObject({ kind: 'roll-back' });
  });
  test('watches what the judge publishes for this deployment, variant and guard', () => {
    const of = { deployment: 'rb', endpoint: 'fraud', variant: 'canary' };
    expect(promisedDefinition(of, judgeGuard())).toMatchObject({
      threshold: 'GreaterThanThreshold 0.995',
      periods: '1 of 1',
      metrics:
        'e: Maximum of SageMakerRollback Evidence (Deployment=rb, EndpointName=fraud, Guard=judge-5xx, VariantName=canary) each 60 s',
    });
  });
});

describe('a canary that the judge calls worse is rolled back', () => {
  test("when the look's own minutes say so too, by both shares since the fault began", () => {
    expect(verdict(worse())).toMatchObject({
      kind: 'roll-back',
      incident: {
        breach: {
          guard: 'judge-5xx',
          value: 38 / 1_240,
          requests: 1_240,
          against: { value: 0.005, since: at(-60) },
        },
      },
    });
  });
  test("when the look cannot read them: then its alarm's own datapoint has to do", () => {
    const unread = verdict(undefined);
    expect(unread).toMatchObject({ kind: 'roll-back' });
    expect(unread).not.toHaveProperty('incident.breach.value');
  });
  test('also where instances came and went meanwhile, as long as it does worse since then', () => {
    const after = { canary: { requests: 100, bad: 3 }, stable: { requests: 900, bad: 4 } };
    expect(verdict(worse({ sinceChange: after }), { fleet: fleet({ lastModifiedAt: at(9.2) }) })).toMatchObject({
      kind: 'roll-back',
    });
  });
});

describe('a canary that the judge calls worse keeps its traffic', () => {
  test("while the look's own minutes do not say so", () => {
    expect(verdict(none)).toMatchObject(held('metrics-disagree'));
  });
  test('while its alarm names no datapoint, whether the minutes can be read or not', () => {
    expect(verdict(undefined, {}, { evidence: { datapoints: [0.9], threshold: 0.995, from: at(9) } })).toMatchObject(
      held('no-breaching-datapoint'),
    );
    expect(verdict(none, {}, { evidence: { datapoints: [], threshold: 0.995, from: at(9) } })).toMatchObject(
      held('no-breaching-datapoint'),
    );
  });
  test('while it does not do worse since the endpoint was changed', () => {
    const after = { canary: { requests: 100, bad: 0 }, stable: { requests: 900, bad: 4 } };
    expect(verdict(worse({ sinceChange: after }))).toMatchObject(held('better-since'));
    const nobody = { canary: { requests: 0, bad: 0 }, stable: { requests: 900, bad: 4 } };
    expect(verdict(worse({ sinceChange: nobody }))).toMatchObject(held('better-since'));
  });
  test('while stable, too, is worse than it was: a cause that both share is likelier', () => {
    const found = worse();
    const judgement = { ...found.judgement, stableRose: { since: at(-30), before: side(0.005), after: side(0.02) } };
    expect(verdict({ judgement } as Judged)).toMatchObject({
      kind: 'hold',
      reason: { kind: 'common-cause', before: 0.005, after: 0.02, since: at(-30) },
    });
  });
  test('where a person moved the weights after all that speaks against it, or said that they are on purpose', () => {
    const breach = { ...incident().breach, alarm: JUDGE, guard: 'judge-5xx' };
    const movedAt = (minute: number) => ({
      fleet: weighing({ stable: 80, canary: 20 }, { lastModifiedAt: at(minute) }),
      incident: incident({ breach, moved: { weights: { stable: 80, canary: 20 }, at: at(minute) } }),
    });
    expect(verdict(worse(), movedAt(-20))).toMatchObject(held('weights-moved-since'));
    expect(verdict(undefined, movedAt(-20))).toMatchObject(held('weights-moved-since'));
    expect(verdict(worse(), movedAt(-70))).toMatchObject({ kind: 'roll-back' });
  });
});

test('an incident of it that a person ended opens again only on what began since the endpoint was changed', () => {
  const breach = { ...incident().breach, alarm: JUDGE, guard: 'judge-5xx', at: at(9.5) };
  const ending = { state: 'NOT_ROLLED_BACK', at: at(9.8), because: 'traffic-moved-by-another-hand' } as const;
  const changedAt = (minute: number) => ({
    fleet: weighing({ stable: 80, canary: 20 }, { lastModifiedAt: at(minute) }),
    incident: incident({ breach, ending }),
  });
  expect(verdict(worse(), changedAt(-20)).kind).toBe('nothing');
  expect(verdict(worse(), changedAt(-70)).kind).toBe('roll-back');
});

const side = (share: number) => ({ requests: 10_000, bad: 10_000 * share });

describe('a drill of its alarm', () => {
  const DRILLED = { drill: 'drill-20260101T100930', evidence: undefined } as unknown as Partial<Alarm>;
  test('is a drill where nothing is measured, and real where the canary is worse', () => {
    expect(verdict(none, {}, DRILLED)).toMatchObject(held('drill'));
    expect(verdict(worse(), {}, DRILLED)).toMatchObject({ kind: 'roll-back' });
  });
  test('says nothing where the minutes are not worse', () => {
    const open = incident({ breach: { ...incident().breach, alarm: JUDGE, at: at(9.5), guard: 'judge-5xx' } });
    expect(verdict(none, { incident: open }, DRILLED)).toMatchObject(held('no-breaching-datapoint'));
  });
});

describe('its letter', () => {
  const places = { guardPrefix: 'rb/guard/fraud/', freezeParameter: '/rb/freeze' };
  const seenIn = (found: Judged | undefined) => {
    const decided = verdict(found);
    if (decided.kind !== 'roll-back') throw new Error('it is not rolled back');
    return incidentLetter({ incident: decided.incident, policy: POLICY, places }).seen;
  };
  test('tells both shares, on how many requests and since when, and never a statistic', () => {
    expect(seenIn(worse())).toContain(
      'canary: server errors (5XX) 3.1 % against 0.5 % on 1,240 requests since 2026-01-01 09:00:00 UTC',
    );
    expect(seenIn(worse())).not.toMatch(/evidence|e-value|likelihood|0\.995/i);
  });
  test('tells no figure where a part of what belongs to it is missing', () => {
    const { value: _value, requests: _requests, ...bare } = incident().breach;
    const against = { value: 0.005, since: at(-60) };
    const parts = [
      { value: 0.03 },
      { requests: 10 },
      { value: 0.03, requests: 10 },
      { against },
      { value: 0.03, against },
    ];
    for (const part of [...parts, { requests: 10, against }])
      expect(breachWords({ ...bare, guard: 'judge-5xx', ...part }, POLICY)).toContain("by the judge's word alone");
  });
  test('says so where the figures could not be read again', () => {
    expect(seenIn(undefined)).toContain("worse than stable's, by the judge's word alone");
  });
});

test('in a storm it is shown to be worse than its own stable', () => {
  const [broken] = judged(worse()).alarms.filter(({ alarm }) => alarm.name === JUDGE);
  if (broken === undefined) throw new Error('there is no such alarm');
  expect(worseThanStable(judged(worse()), broken, NOW)).toBe(true);
  expect(worseThanStable(judged(none), broken, NOW)).toBe(false);
});

test('what users got is counted since the fault began', () => {
  const against = { value: 0.005, since: at(6) };
  const breach = { ...incident().breach, guard: 'judge-5xx', against };
  const { exposure } = exposed(incident({ breach }), judged(worse(), { traffic: { canary: minutes(100, 3) } }));
  expect(exposure).toMatchObject({ from: at(6), requests: 300, failed: 9 });
});

test('it takes whole minutes, however bad they are', () => {
  expect(timeToDetect(judgeGuard(), 'gross')).toEqual(timeToDetect(judgeGuard(), 'marginal'));
});

test('what is compared has a name of its own', () => {
  const slow = judgeGuard({ compares: { of: 'slow', slowerThanMs: 300, falseAlarms: 0.01, smallest: 0.005 } });
  expect([judgeGuard(), slow].map(measureName)).toEqual(['server errors (5XX)', 'slower than 300 ms']);
});

describe('of one minute it reads', () => {
  const slow = judgeGuard({ compares: { of: 'slow', slowerThanMs: 300, falseAlarms: 0.01, smallest: 0.005 } });
  test('the share that failed', () => {
    expect(measure(judgeGuard(), minute(at(1), 200, 10))).toBe(0.05);
  });
  test('the share that took longer than the bound', () => {
    expect(badIn(slow)?.reading).toEqual({ key: 'slower-300', name: 'ModelLatency', stat: 'PR(300000:)', per: 100 });
    expect(measure(slow, { start: at(1), requests: 200, values: { 'slower-300': 0.1 } })).toBe(0.1);
    expect(
      exposed(incident({ breach: { ...incident().breach, guard: slow.id, against: { value: 0, since: at(6) } } }), {
        ...judged(undefined),
        policy: policy({ guards: [slow] }),
      }).exposure,
    ).not.toHaveProperty('failed');
  });
  test('server errors, and no bound, of a guard from elsewhere that does not say more', () => {
    const bare = { ...judgeGuard(), compares: undefined } as unknown as Guard;
    expect(badIn(bare)).toBeUndefined();
    expect(measure(bare, minute(at(1), 200, 10))).toBe(0.05);
    const unbound = judgeGuard({ compares: { of: 'slow', falseAlarms: 0.01, smallest: 0.005 } });
    expect(badIn(unbound)?.reading.stat).toBe('PR(0:)');
  });
});
