import { describe, expect, test } from 'vitest';
import { decide } from '../../../lambdas/domain/decide.ts';
import { findBreaches } from '../../../lambdas/domain/evidence.ts';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { Fleet, Variant } from '../../../lambdas/domain/model.ts';
import type { HoldReason } from '../../../lambdas/domain/reasons.ts';
import type { Situation } from '../../../lambdas/domain/situation.ts';
import {
  type OrderAnswer,
  type Preparing,
  type RestoreOrder,
  type ScaleOrder,
  sameOrder,
} from '../../../lambdas/domain/strategies/order.ts';
import { carriedOut, ordered } from '../../../lambdas/domain/strategies/preparing.ts';
import { weigh } from '../../../lambdas/domain/strategies/weigh.ts';
import type { Scene } from '../../../lambdas/domain/words/holds.ts';
import {
  fellBackWords,
  overloadedWords,
  preparedWords,
  stillRaised,
} from '../../../lambdas/domain/words/strategies.ts';
import { STRATEGIES } from '../../../lambdas/domain/words/strategy-holds.ts';
import {
  at,
  BAD_TRAFFIC,
  fleet,
  guardAlarms,
  incident,
  minutes,
  NOW,
  policy,
  situation,
  variant,
  variantName,
} from '../../builders.ts';

const SCALE: ScaleOrder = { kind: 'scale', variant: variantName('stable'), unit: 'instances', from: 2, to: 5 };
const RESTORE: RestoreOrder = { kind: 'restore', from: 'config-1', to: 'config-0', goodUntil: at(-60) };
const SCALED = policy({
  stableMaxRequestsPerInstance: 400,
  strategy: { kind: 'scale-then-shift', maxInstances: 6, withinMinutes: 10 },
});

/** SageMaker says neither instances nor a concurrency of it. */
const uncounted = (name: string, weight: number): Variant => {
  const { instances: _none, ...rest } = variant(name, weight);
  return rest;
};

describe('a fallback', () => {
  const PREVIOUS = policy({ canaries: ['canary', 'previous'].map(variantName), fallback: variantName('previous') });
  const having = (stable: Variant, previous: Variant): Fleet =>
    fleet({ variants: [stable, variant('canary', 10), previous] });
  const alarms = guardAlarms(PREVIOUS, { previous: { state: 'OK' }, stable: { state: 'ALARM' } });
  const traffic = { stable: minutes(800, 4), canary: minutes(100, 10), previous: minutes(100, 0) };
  const verdict = (over: Partial<Situation>) => decide(situation({ policy: PREVIOUS, alarms, traffic, ...over }), NOW);

  test('I2: that no guard watches gets nothing', () => {
    const unwatched = policy({ fallback: variantName('previous') });
    const seen = {
      policy: unwatched,
      fleet: having(variant('stable', 80), variant('previous', 10)),
      alarms: guardAlarms(unwatched, { stable: { state: 'ALARM' } }),
    };
    expect(verdict(seen)).toMatchObject({ kind: 'hold', reason: { kind: 'no-fallback', doubt: 'unwell' } });
  });

  test.each([
    ['of itself', having(variant('stable', 80), uncounted('previous', 10))],
    ['of stable', having(uncounted('stable', 80), variant('previous', 10))],
  ])('gets the traffic where nobody says the capacity %s: then no variant is known to be bigger', (_, seen) => {
    expect(verdict({ fleet: seen })).toMatchObject({ kind: 'roll-back', to: { stable: 0, canary: 0, previous: 10 } });
  });

  test('gets nothing where its capacity and that of another are counted in different units', () => {
    const serverless = { ...uncounted('stable', 80), serverless: { maxConcurrency: 1 } };
    expect(verdict({ fleet: having(serverless, variant('previous', 10, { instances: 9 })) })).toMatchObject({
      kind: 'hold',
      reason: { kind: 'no-fallback', doubt: 'too-small' },
    });
  });
});

describe('the two evils', () => {
  const SHORTAGE = { overload: 0.2 };
  const half = fleet({ variants: [variant('stable', 50), variant('canary', 50)] });
  const weighed = (over: Partial<Situation>, at = half) => {
    const seen = situation({ policy: SCALED, ...over });
    const [breach] = findBreaches(seen, at);
    return weigh({ situation: seen, fleet: at, incident: incident(), now: NOW, ...(breach && { breach }) }, SHORTAGE);
  };

  test('the canary fails its share of what it fails more than stable', () => {
    const traffic = { stable: minutes(100, 10), canary: minutes(100, 40) };
    expect(weighed({ traffic }).canaryFails).toBeCloseTo(0.5 * (0.4 - 0.1), 10);
    expect(weighed({ traffic }).overload).toBe(0.2);
  });

  test('the canary fails nothing while no guard is broken', () => {
    const well = guardAlarms(SCALED, { canary: { state: 'OK' } });
    expect(weighed({ alarms: well })).toEqual({ canaryFails: 0, overload: 0.2 });
  });

  test.each<[string, Situation['traffic']]>([
    ['that served nobody lately', { stable: [], canary: minutes(100, 10) }],
    ['that the metrics do not know', { canary: minutes(100, 10) }],
    ['whose minutes could not be read', 'unreadable'],
  ])('a stable %s is not said to fail', (_, traffic) => {
    expect(weighed({ traffic }).canaryFails).toBeCloseTo(0.5 * 0.1, 10);
  });

  test('a canary that does better than stable fails nothing more', () => {
    const traffic = { stable: minutes(100, 50), canary: minutes(100, 10) };
    expect(weighed({ traffic }).canaryFails).toBe(0);
  });

  test('a breach of which nobody knows a figure counts for nothing', () => {
    const alarms = guardAlarms(SCALED).map(({ alarm: { evidence: _none, ...rest }, ...one }) => ({
      ...one,
      alarm: rest,
    }));
    expect(weighed({ alarms, traffic: 'unreadable' }).canaryFails).toBe(0);
  });
});

test('F12: an order whose answer was lost is told by what it asks for', () => {
  const preparing: Preparing = { order: SCALE, requestedAt: NOW, askedAt: NOW, attempts: 1 };
  const seen = situation({ policy: SCALED, incident: incident({ told: 1, preparing }), traffic: BAD_TRAFFIC });
  expect(decide(seen, NOW)).toMatchObject({ reason: { kind: 'raising-stable', from: 2, to: 5, until: at(20) } });
});

test('a restore is the same order if it goes from the same config to the same', () => {
  expect(sameOrder(RESTORE, { ...RESTORE })).toBe(true);
  expect(sameOrder(RESTORE, { ...RESTORE, goodUntil: at(-1) })).toBe(true);
  expect(sameOrder(RESTORE, { ...RESTORE, from: 'config-2' })).toBe(false);
  expect(sameOrder(RESTORE, { ...RESTORE, to: 'config-2' })).toBe(false);
  expect(sameOrder(RESTORE, SCALE)).toBe(false);
});

describe('an answer of the second function', () => {
  const afterwards = (
    before: Incident,
    order: ScaleOrder | RestoreOrder,
    { answer, of = SCALED }: { answer: OrderAnswer; of?: Situation['policy'] },
  ): Incident => carriedOut(before, ordered(before, order, NOW), { answer, policy: of });
  const HELD = { kind: 'frozen' } as const;

  test('that a config could not be proved: it is held by its name, and was never asked for', () => {
    const after = afterwards(incident(), RESTORE, { answer: { kind: 'unproved', what: 'its model is gone' } });
    expect(after.hold).toEqual({ kind: 'good-config-unproved', config: 'config-0', what: 'its model is gone' });
    expect(after.preparing).toBeUndefined();
  });

  test('that speaks of a config, to an order that names none: it is held all the same', () => {
    const after = afterwards(incident(), SCALE, { answer: { kind: 'unproved', what: 'its model is gone' } });
    expect(after.hold).toEqual({ kind: 'good-config-unproved', config: '', what: 'its model is gone' });
  });

  test('that a restore runs: nothing holds any more, and the first letter tells it', () => {
    const after = afterwards(incident({ hold: HELD }), RESTORE, { answer: { kind: 'restoring', unproved: [] } });
    expect(after).toMatchObject({ owed: 'opened', preparing: { order: RESTORE, attempts: 1 } });
    expect(after.hold).toBeUndefined();
    expect(after.preparing).not.toHaveProperty('unproved');
  });

  test('that a restore runs: who was told of a hold is told of it, and of what could not be proved', () => {
    const before = incident({ told: 1, hold: HELD });
    const after = afterwards(before, RESTORE, { answer: { kind: 'restoring', unproved: ['its image'] } });
    expect(after).toMatchObject({ owed: 'changed', preparing: { unproved: ['its image'] } });
  });

  test('that a restore runs: asked for again, it is no news', () => {
    const before = incident({
      told: 1,
      preparing: { order: RESTORE, requestedAt: at(8), askedAt: at(8), attempts: 1 },
    });
    const after = afterwards(before, RESTORE, { answer: { kind: 'restoring', unproved: [] } });
    expect(after.owed).toBeUndefined();
    expect(after.preparing).toMatchObject({ requestedAt: at(8), askedAt: NOW, attempts: 2 });
  });

  test('that a restore is refused: it was never under way', () => {
    const after = afterwards(incident(), RESTORE, { answer: { kind: 'refused', message: 'AccessDenied' } });
    expect(after.hold).toEqual({ kind: 'order-refused', message: 'AccessDenied' });
    expect(after.preparing).toBeUndefined();
  });

  test('that a raise is refused: the attempt counts, since it is tried three times at most', () => {
    const after = afterwards(incident(), SCALE, { answer: { kind: 'refused', message: 'AccessDenied' } });
    expect(after.hold).toEqual({ kind: 'order-refused', message: 'AccessDenied' });
    expect(after.preparing).toMatchObject({ attempts: 1, refused: 'AccessDenied' });
  });

  test('that the endpoint is busy: the order was never given', () => {
    const after = afterwards(incident(), SCALE, { answer: { kind: 'busy' } });
    expect(after.hold).toMatchObject({ kind: 'endpoint-busy' });
    expect(after.preparing).toBeUndefined();
  });

  test('that was lost: the order may have been taken, and is remembered', () => {
    const after = afterwards(incident(), SCALE, { answer: { kind: 'lost', message: 'timeout' } });
    expect(after.preparing).toEqual({ order: SCALE, requestedAt: NOW, askedAt: NOW, attempts: 1 });
    expect(after.hold).toBeUndefined();
  });

  const TAKEN = { kind: 'accepted', reaches: 4 } as const;

  test('that stable is raised: people wait for as many as it reaches, for as long as the config allows', () => {
    const after = afterwards(incident(), SCALE, { answer: TAKEN });
    expect(after.preparing?.done).toEqual({ at: NOW, reaches: 4 });
    expect(after.hold).toEqual({ kind: 'raising-stable', unit: 'instances', from: 2, to: 4, until: at(20) });
  });

  test.each([
    ['a policy that lost its strategy meanwhile', SCALE, policy()],
    ['an order that raises nothing', RESTORE, SCALED],
  ])('that it was taken is kept, and nobody waits for stable to grow, under %s', (_, order, of) => {
    const after = afterwards(incident(), order, { answer: TAKEN, of });
    expect(after.preparing?.done).toEqual({ at: NOW, reaches: 4 });
    expect(after.hold).toBeUndefined();
  });
});

const raised = (done: Partial<NonNullable<Preparing['done']>> = {}, order: Partial<ScaleOrder> = {}): Incident =>
  incident({
    preparing: {
      order: { ...SCALE, ...order },
      requestedAt: NOW,
      askedAt: NOW,
      attempts: 1,
      done: { at: NOW, reaches: 4, ...done },
    },
  });
const lesser = incident({ weighed: { canaryFails: 0.4, overload: 0.2 } });
const fellBack = incident({ insteadOf: { kind: 'stable-unwell', alarms: [] } });

describe('a letter about a shift', () => {
  test('says nothing of capacity or fallback where there was neither', () => {
    const of = incident();
    const said = [preparedWords(of), overloadedWords(of, policy()), fellBackWords(of, policy()), stillRaised(of)];
    expect(said).toEqual(['', '', '', '']);
  });

  test('says first how far stable was raised, which may be less than was asked for', () => {
    expect(preparedWords(raised())).toBe('Stable was raised from 2 to 4 instances first. ');
    expect(preparedWords(raised({}, { unit: 'concurrency' }))).toBe(
      'Stable was raised from 2 to 4 units of concurrency first. ',
    );
  });

  test('says nothing of a raise that nobody took', () => {
    const preparing = { order: SCALE, requestedAt: NOW, askedAt: NOW, attempts: 1 };
    expect(preparedWords(incident({ preparing })) + stillRaised(incident({ preparing }))).toBe('');
  });

  test('weighs the two evils, and asks for capacity meanwhile', () => {
    expect(preparedWords(lesser)).toBe(
      'Stable is too small for all traffic, and still the lesser evil: the canary fails about 40 % of all requests, and about 20 % would be more than stable can take. ',
    );
    expect(overloadedWords(lesser, policy())).toMatch(
      /^ Give stable more capacity as soon as .* --endpoint-name fraud .*VariantName=stable,DesiredInstanceCount=COUNT$/,
    );
  });

  test('says that the fallback has it, and that nothing gives it back to stable', () => {
    expect(preparedWords(fellBack)).toBe('Stable is unwell too: the fallback gets the traffic. ');
    expect(fellBackWords(fellBack, policy())).toMatch(/^ Find out what is wrong with stable, too\..* by hand/);
  });
});

describe('the last letter of an incident that raised stable', () => {
  test('gives the command that lowers it again, where nothing scales it', () => {
    expect(stillRaised(raised())).toMatch(
      /^ stable was raised from 2 to 4 instances, and stays so\. .*'VariantName=stable,DesiredInstanceCount=2'$/,
    );
  });
  test('lowers the concurrency of a serverless stable', () => {
    expect(stillRaised(raised({}, { unit: 'concurrency' }))).toMatch(
      /from 2 to 4 units of concurrency, and stays so\. .*\{MaxConcurrency=2\}'$/,
    );
  });
  test('lowers the floor of its autoscaling, which does the rest', () => {
    expect(stillRaised(raised({ bounds: { floor: 1, ceiling: 8 } }))).toMatch(
      /4 instances, and its autoscaling floor from 1 to 4, and stays so\. .*register-scalable-target.* --min-capacity 1$/,
    );
  });
  test('asks for nothing where the floor was not raised: the next scale-in takes it back', () => {
    const of = raised({ bounds: { floor: 1, ceiling: 8 }, unheld: 'AccessDenied' });
    expect(stillRaised(of)).toBe(
      ' stable was raised from 2 to 4 instances; its autoscaling floor stayed at 1 (AccessDenied), so that the next scale-in takes it back.',
    );
  });
});

describe('a hold of a strategy', () => {
  const scene = (over: Partial<Scene> = {}): Scene => ({
    policy: policy(),
    incident: incident().id,
    alarm: 'rb/guard/fraud/canary/errors-5xx',
    guardPrefix: 'rb/guard/fraud/',
    freezeParameter: '/rb/freeze',
    shift: 'SHIFT BY HAND',
    ...over,
  });
  type Small = Extract<HoldReason, { kind: 'stable-too-small' }>;
  const small = (over: Partial<Small> = {}) =>
    STRATEGIES['stable-too-small']({ kind: 'stable-too-small', perInstance: 500.4, bound: 400, ...over }, scene());
  const WEIGHED = { canaryFails: 0.01, overload: 0.2 };
  const BOTH = 'the canary fails about 1 % of all requests, and about 20 % would be more than stable can take';

  test('by a stable that is too small names load, bound and the command', () => {
    expect(small()).toMatchObject({
      why: 'all traffic would put 500 requests a minute on each instance of stable, and the config allows 400',
      means: 'Shifting now would trade a bad model for an overloaded one, so the canary keeps its traffic.',
      next: expect.stringMatching(/^Give stable more instances\./) as string,
      command: expect.stringContaining('DesiredInstanceCount=COUNT') as string,
    });
  });

  test('by a serverless stable speaks of concurrency', () => {
    expect(small({ unit: 'concurrency' })).toMatchObject({
      why: expect.stringContaining('on each unit of concurrency of stable') as string,
      next: expect.stringMatching(/^Give stable more concurrency\./) as string,
      command: expect.stringContaining('{MaxConcurrency=COUNT}') as string,
    });
  });

  test.each<[NonNullable<Small['unraised']>, string]>([
    [{ kind: 'at-most', most: 6 }, 'it may be raised to 6 at the most, which is not enough'],
    [{ kind: 'late', withinMinutes: 10 }, 'it was to be raised, and has not grown within 10 minutes'],
    [{ kind: 'refused', message: 'AccessDenied' }, 'it was to be raised, and that was refused: AccessDenied'],
  ])('says why raising is over: %o', (unraised, said) => {
    expect(small({ unraised }).why).toBe(`${small().why}; ${said}`);
  });

  test('says which evil is the greater one', () => {
    expect(small({ weighed: WEIGHED }).means).toContain(`an overloaded one: ${BOTH}, so`);
  });

  test('while stable is raised says how far, until when, and why it has to be', () => {
    const raising = { kind: 'raising-stable', unit: 'instances', from: 2, to: 4, until: at(20) } as const;
    const told = STRATEGIES['raising-stable'](raising, scene());
    expect(told.why).toBe('stable is too small for all traffic, and is raised from 2 to 4 instances first');
    expect(told.next).toContain('until 10:20:00 UTC');
    const weighed = STRATEGIES['raising-stable']({ ...raising, unit: 'concurrency', weighed: WEIGHED }, scene());
    expect(weighed.why).toMatch(new RegExp(`4 units of concurrency first: ${BOTH}$`));
  });

  test('by a refused order leaves the shift by hand, but where a config is restored, which has none', () => {
    const refused = { kind: 'order-refused', message: 'AccessDenied' } as const;
    expect(STRATEGIES['order-refused'](refused, scene())).toMatchObject({
      why: 'what has to be done first was refused: AccessDenied',
      next: expect.stringContaining('shift by hand') as string,
      command: 'SHIFT BY HAND',
    });
    const sole = scene({ policy: policy({ restore: { bakeMinutes: 60 } }) });
    expect(STRATEGIES['order-refused'](refused, sole)).toMatchObject({
      next: expect.not.stringContaining('shift by hand') as string,
      command: expect.stringContaining('describe-endpoint') as string,
    });
  });

  test.each<[HoldReason, string]>([
    [{ kind: 'stable-missing' }, 'it is missing'],
    [{ kind: 'stable-without-instances' }, 'it has no instances'],
    [{ kind: 'stable-unwell', alarms: [] }, 'it breaks its own guard too'],
    [{ kind: 'stable-worsening', guards: [] }, 'it breaks the same promises in its newest minutes'],
    [{ kind: 'stable-unknown', guards: [] }, 'it is not well'],
  ])('by the want of a fallback says why stable is no place: %o', (stable, said) => {
    const reason = { kind: 'no-fallback', fallback: 'previous', doubt: 'suspect', stable } as const;
    expect(STRATEGIES['no-fallback'](reason, scene()).why).toBe(
      `stable is no place to go (${said}), and the fallback previous neither: it breaks a guard itself`,
    );
  });
});
