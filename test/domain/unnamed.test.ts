import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import { isMeasured } from '../../lambdas/domain/evidence.ts';
import { guardsOn, namesNoVariant } from '../../lambdas/domain/guards/on.ts';
import type { Alarm, Fleet } from '../../lambdas/domain/model.ts';
import type { Guard, Policy } from '../../lambdas/domain/policy.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import { policyOfAlarm, watched } from '../../lambdas/domain/watch-list.ts';
import { holdWords } from '../../lambdas/domain/words/holds.ts';
import { breachWords, incidentLetter } from '../../lambdas/domain/words/incident-letter.ts';
import {
  alarm,
  alarmName,
  at,
  breaching,
  deployment,
  driftGuard,
  existingGuard,
  fleet,
  guard,
  guardAlarms,
  incident,
  NOW,
  policy,
  situation,
  variantName,
  weighing,
} from '../builders.ts';

const DRIFT = 'rb/guard/fraud/drift-age';
const THEIRS = 'shop-is-sick';

/** Drift of 0.41, seen an hour ago of what was captured in the hour before; the endpoint was last changed four hours ago. */
const FAR = { datapoints: [0.41], threshold: 0.2, from: at(-60) };
const OLD = fleet({ lastModifiedAt: at(-240) });

type Seen = {
  readonly own: Guard;
  readonly canaries?: readonly string[];
  readonly alarm?: Partial<Alarm>;
  readonly fleet?: Fleet;
};

const sees = ({ own, canaries = ['canary'], alarm: over = {}, fleet: there = OLD }: Seen): Situation => {
  const of: Policy = policy({ canaries: canaries.map(variantName), guards: [guard(), own] });
  const name = own.existing?.name ?? DRIFT;
  const quiet = Object.fromEntries(canaries.map((one) => [alarmName(one), alarm(alarmName(one))]));
  const alarms = guardAlarms(of, { ...quiet, [name]: breaching(name, { evidence: FAR, ...over }) });
  return situation({ policy: of, alarms, fleet: there });
};
const without = ({ alarms, ...rest }: Situation): Situation => ({
  ...rest,
  alarms: alarms.map(({ alarm: { evidence: _none, ...bare }, ...one }) =>
    bare.state === 'ALARM' ? { ...one, alarm: bare } : { ...one, alarm: bare },
  ),
});
const held = (reason: object) => ({ kind: 'hold', reason });
const unnamed = (canaries: readonly string[], since?: number) =>
  held({ kind: 'no-variant-named', canaries, ...(since !== undefined && { since }) });

describe('evidence that names no variant', () => {
  test('counts against the only canary with traffic, if it began after the endpoint was last changed', () => {
    expect(decide(sees({ own: driftGuard() }), NOW)).toMatchObject({
      kind: 'roll-back',
      incident: { breach: { variant: 'canary', amongst: ['canary'], value: 0.41 } },
      to: { stable: 90, canary: 0 },
    });
  });
  test('does not, where what it speaks of is older than that: an hourly report looks an hour back', () => {
    const changed = weighing({ stable: 90, canary: 10 }, { lastModifiedAt: at(-61) });
    expect(decide(sees({ own: driftGuard(), fleet: changed }), NOW)).toMatchObject(unnamed(['canary'], at(-61)));
    const latest = weighing({ stable: 90, canary: 10 }, { lastModifiedAt: at(-120) });
    expect(decide(sees({ own: driftGuard(), fleet: latest }), NOW)).toMatchObject({ kind: 'roll-back' });
  });
  test('does after all, once as many newer readings as its guard asks for are as bad', () => {
    const changed = weighing({ stable: 90, canary: 10 }, { lastModifiedAt: at(-130) });
    const seen = sees({ own: driftGuard(), fleet: changed, alarm: { evidence: { ...FAR, from: at(-120) } } });
    expect(decide(seen, NOW)).toMatchObject(unnamed(['canary'], at(-130)));
    const readings = { [DRIFT]: { until: NOW, points: [{ start: at(-50), value: 0.5 }] } };
    expect(decide({ ...seen, readings }, NOW)).toMatchObject({ kind: 'roll-back' });
  });
  test('is held where several canaries have traffic, and told by the one with the most of it', () => {
    const three = weighing({ stable: 80, second: 5, canary: 15 }, { lastModifiedAt: at(-240) });
    const found = decide(sees({ own: driftGuard(), canaries: ['second', 'canary'], fleet: three }), NOW);
    expect(found).toMatchObject(unnamed(['canary', 'second']));
    expect(found).toMatchObject({ incident: { breach: { variant: 'canary', amongst: ['canary', 'second'] } } });
  });
  test('is nothing where no canary has traffic', () => {
    const one = weighing({ stable: 100, canary: 0, rest: 1 }, { lastModifiedAt: at(-240) });
    expect(decide(sees({ own: driftGuard(), fleet: one }), NOW)).toEqual({ kind: 'nothing', because: 'no-breach' });
  });
  test('may be the fault of a variant that the config does not name', () => {
    const both = weighing({ stable: 89, canary: 1, rest: 10 }, { lastModifiedAt: at(-240) });
    const found = decide(sees({ own: driftGuard(), fleet: both }), NOW);
    expect(found).toMatchObject(unnamed(['rest', 'canary']));
    expect(found).toMatchObject({ incident: { breach: { variant: 'canary' } } });
  });
  test('keeps to weights that another hand moved since', () => {
    const moved = { weights: { stable: 70, canary: 30 }, at: at(-90) };
    const there = weighing({ stable: 70, canary: 30 }, { lastModifiedAt: at(-90) });
    const open = incident({ moved, modifiedAtOpen: at(-240), told: 1 });
    const seen = { ...sees({ own: driftGuard(), fleet: there }), incident: open };
    expect(decide(seen, NOW)).toMatchObject(unnamed(['canary'], at(-90)));
  });
  test('may also be an alarm that was there already', () => {
    expect(decide(sees({ own: existingGuard(THEIRS) }), NOW)).toMatchObject({ kind: 'roll-back' });
    const changed = weighing({ stable: 90, canary: 10 }, { lastModifiedAt: at(-30) });
    // It went off after that, on datapoints from before.
    expect(decide(sees({ own: existingGuard(THEIRS), fleet: changed }), NOW)).toMatchObject(
      unnamed(['canary'], at(-30)),
    );
  });
  test('of a composite alarm is as old as its state', () => {
    const composite = without(sees({ own: existingGuard(THEIRS), alarm: { composite: true } }));
    expect(decide(composite, NOW)).toMatchObject({ kind: 'roll-back' });
    const changed = weighing({ stable: 90, canary: 10 }, { lastModifiedAt: at(9.6) });
    expect(decide({ ...composite, fleet: changed }, NOW)).toMatchObject(unnamed(['canary'], at(9.6)));
  });
  test('is told as what it is', () => {
    const seen = sees({ own: driftGuard() });
    const found = decide(seen, NOW);
    if (found.kind !== 'roll-back' || found.incident.breach === undefined) throw new Error('it is not shifted');
    const { breach } = found.incident;
    expect(breachWords(breach, seen.policy)).toBe(
      'no variant is named, canary has traffic: feature_baseline_drift_age (Maximum) 0.41, allowed 0.2 (age is not what it was)',
    );
    expect(breachWords({ ...breach, amongst: ['a', 'b'].map(variantName) }, seen.policy)).toMatch(
      /^no variant is named, a and b have traffic: /,
    );
    const places = { guardPrefix: 'rb/guard/fraud/', freezeParameter: '/rb/freeze' };
    const hold = { kind: 'no-variant-named', canaries: ['a', 'b'] } as const;
    const letter = incidentLetter({
      incident: { ...found.incident, hold, owed: 'opened' },
      policy: seen.policy,
      places,
    });
    expect(letter.headline).toMatch(/it is not known which variant breaks drift-age$/);
    expect(letter.done).toMatch(/a and b all have traffic: nobody knows whose fault it is/);
  });
  test('is told with the time after which it would count', () => {
    const scene = {
      policy: policy(),
      incident: 'i',
      alarm: DRIFT,
      guardPrefix: 'p',
      freezeParameter: 'f',
      shift: 'aws sagemaker …',
    };
    const { why, means } = holdWords({ kind: 'no-variant-named', canaries: ['canary'], since: at(-30) }, scene);
    expect(why).toMatch(/last changed \(2026-01-01 09:30:00 UTC\): it may be older than the share of canary$/);
    expect(means).toMatch(/measured after that change/);
  });
});

describe('an alarm that was there already', () => {
  const ofCanary = existingGuard('shop-errors', 'canary');
  const seen = (over: Partial<Alarm> = {}, there = OLD): Situation =>
    sees({ own: ofCanary, alarm: over, fleet: there });

  test('counts against the variant that the config names for it', () => {
    const found = decide(seen(), NOW);
    expect(found).toMatchObject({
      kind: 'roll-back',
      incident: { breach: { variant: 'canary', alarm: 'shop-errors' } },
    });
    if (found.kind !== 'roll-back' || found.incident.breach === undefined) throw new Error('it is not shifted');
    expect(found.incident.breach).not.toHaveProperty('threshold');
    expect(breachWords(found.incident.breach, seen().policy)).toBe(
      'canary: alarm shop-errors went off (Checkouts fail)',
    );
  });
  test('is not believed where somebody set it by hand: then it names no datapoint', () => {
    const byHand = without(seen());
    expect(decide(byHand, NOW)).toMatchObject(held({ kind: 'no-breaching-datapoint' }));
    const scene = {
      policy: byHand.policy,
      incident: 'i',
      alarm: 'shop-errors',
      guardPrefix: 'p',
      freezeParameter: 'f',
      shift: 'aws …',
    };
    expect(holdWords({ kind: 'no-breaching-datapoint' }, scene).command).toMatch(
      /--alarm-types MetricAlarm CompositeAlarm/,
    );
  });
  test('is never taken for one that a drill set: nobody here sets it', () => {
    const drilled = seen({ drill: 'drill-20260101T100930' });
    expect(decide(drilled, NOW)).toMatchObject(held({ kind: 'no-breaching-datapoint' }));
  });
  test('that went off before another hand changed the endpoint has to go off again', () => {
    const later = weighing({ stable: 90, canary: 10 }, { lastModifiedAt: at(9.8) });
    expect(decide(seen({}, later), NOW)).toMatchObject(held({ kind: 'weights-moved-since' }));
    const sooner = weighing({ stable: 90, canary: 10 }, { lastModifiedAt: at(9.2) });
    expect(decide(seen({}, sooner), NOW)).toMatchObject({ kind: 'roll-back' });
  });
  test('has nothing that could be measured of it', () => {
    const [own] = seen().alarms.filter(({ guard: of }) => of.existing !== undefined);
    if (own === undefined) throw new Error('there is no alarm');
    expect(isMeasured(seen(), own)).toBe(false);
  });
  test('of stable vetoes', () => {
    const own = existingGuard('shop-errors', 'stable');
    const of = policy({ guards: [guard(), own] });
    const alarms = guardAlarms(of, { 'shop-errors': breaching('shop-errors') });
    expect(decide(situation({ policy: of, alarms }), NOW)).toMatchObject(
      held({ kind: 'stable-unwell', alarms: ['shop-errors'] }),
    );
  });
});

describe('whose alarms a guard has', () => {
  const of = policy({ guards: [guard(), driftGuard(), existingGuard(THEIRS), existingGuard('shop-errors', 'canary')] });

  test('is told by what it watches', () => {
    expect(guardsOn(of, 'stable').map(({ id }) => id)).toEqual(['errors-5xx']);
    expect(guardsOn(of, 'canary').map(({ id }) => id)).toEqual(['errors-5xx', 'alarm-shop-errors']);
    expect(guardsOn(of, undefined).map(({ id }) => id)).toEqual(['drift-age', 'alarm-shop-is-sick']);
    expect(of.guards.map(namesNoVariant)).toEqual([false, true, true, false]);
  });
  test('gives each the name under which it is read', () => {
    expect(watched(deployment(of), of).map(({ name }) => name)).toEqual([
      alarmName('stable'),
      alarmName('canary'),
      'shop-errors',
      DRIFT,
      THEIRS,
    ]);
  });
  test('finds the endpoint by any of them', () => {
    for (const name of [DRIFT, THEIRS, 'shop-errors']) expect(policyOfAlarm(deployment(of), name)).toBe(of);
  });
});
