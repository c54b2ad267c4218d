import * as fc from 'fast-check';
import { type Answer, planOf } from '../lambdas/domain/answer.ts';
import type { Freeze } from '../lambdas/domain/freeze.ts';
import type { Ending, Incident } from '../lambdas/domain/incident.ts';
import type { Alarm, EndpointStatus, Fleet, Traffic, Variant } from '../lambdas/domain/model.ts';
import type { Policy } from '../lambdas/domain/policy.ts';
import type { Situation } from '../lambdas/domain/situation.ts';
import { paired, watched } from '../lambdas/domain/watch-list.ts';
import {
  ANA,
  alarm,
  at,
  byHand,
  deployment,
  driftGuard,
  existingGuard,
  FROZEN,
  guard,
  incident,
  latencyGuard,
  metricGuard,
  NOW,
  policy,
  shift,
  variantName,
} from './builders.ts';

/** Situations of every kind, also absurd ones; more than one in ten is to be rolled back. */
export const anySituation = (): fc.Arbitrary<Situation> =>
  anyPolicy().chain((of) =>
    fc
      .record({
        fleet: fc.option(anyFleet(of), { freq: 20, nil: undefined }),
        alarms: anyAlarms(of),
        traffic: anyTraffic(of),
        readings: anyReadings(of),
        incident: anyIncident(of),
        freeze: mostly<Freeze>('off', FROZEN, 'unreadable'),
        answer: fc.option(anyAnswer(of), { nil: undefined }),
      })
      .map(({ answer, readings, ...seen }) => ({
        policy: of,
        ...seen,
        ...(readings && { readings }),
        ...(answer && { answer }),
      })),
  );

/** To the incident that the situations have, and to what it would do; one in three to something else. */
const anyAnswer = ({ stable, canaries }: Policy): fc.Arbitrary<Answer> => {
  const wanted = Object.fromEntries([stable, ...canaries, 'unguarded'].map((name) => [name, name === stable ? 1 : 0]));
  return fc.record({
    kind: mostly<Answer['kind']>('approve', 'decline'),
    incident: mostly(incident().id, 'fraud-20260101T080000'),
    plan: mostly(planOf('config-1', wanted), planOf('config-2', wanted), planOf('config-1', { stable: 0, canary: 1 })),
    by: fc.constant(ANA),
    at: mostly(at(9.9), at(1), at(40)),
    until: mostly(at(60), at(10)),
  });
};

export const anyNow = (): fc.Arbitrary<number> => fc.integer({ min: 10, max: 24 }).map(at);

/** The first in nine of ten. */
const mostly = <Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const anyPolicy = (): fc.Arbitrary<Policy> =>
  fc
    .record({
      mode: fc.oneof(
        { weight: 7, arbitrary: fc.constant('auto' as const) },
        { weight: 3, arbitrary: fc.constantFrom('observe' as const, 'recommend' as const, 'approve' as const) },
      ),
      canaries: mostly(['canary'], ['canary', 'second'], ['second']),
      guards: mostly(
        [guard()],
        [guard(), latencyGuard()],
        [guard({ minRequests: 1 })],
        [guard({ plus: 2 })],
        [guard(), metricGuard()],
        [guard(), driftGuard()],
        [guard(), driftGuard(), existingGuard('shop-errors', 'canary'), existingGuard('shop-is-sick')],
      ),
      stableMinShare: mostly(0.5, 0, 0.1, 0.9, 1),
      bound: mostly(undefined, 100, 500, 5_000),
    })
    .map(({ canaries, bound, ...rest }) =>
      policy({
        ...rest,
        canaries: canaries.map(variantName),
        ...(bound === undefined ? {} : { stableMaxRequestsPerInstance: bound }),
      }),
    );

const STATUSES: readonly EndpointStatus[] = [
  'Creating',
  'Updating',
  'SystemUpdating',
  'RollingBack',
  'OutOfService',
  'Deleting',
  'Failed',
  'UpdateRollbackFailed',
];

const anyWeight = (): fc.Arbitrary<number> => mostly(10, 0, 1, 90, 0.1, Math.fround(0.1), 1e-30, 1e38);

const anyVariant = (name: string, usual: number): fc.Arbitrary<Variant> =>
  fc
    .record({
      weight: fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: anyWeight() }),
      asked: mostly<number | undefined>(undefined, 0, 1, 90),
      instances: mostly<number | undefined>(2, undefined, 0, 1, 50),
    })
    .map(({ weight, asked, instances }) => ({
      name: variantName(name),
      weight,
      desiredWeight: asked ?? weight,
      ...(instances === undefined ? {} : { instances }),
    }));

const anyFleet = ({ stable, canaries }: Policy): fc.Arbitrary<Fleet> =>
  fc.record({
    status: mostly<EndpointStatus>('InService', ...STATUSES),
    config: mostly('config-1', 'config-2'),
    variants: fc
      .record({
        all: fc.tuple(
          anyVariant(stable, 90),
          ...canaries.map((name) => anyVariant(name, 10)),
          anyVariant('unguarded', 0),
        ),
        without: mostly<string | undefined>(undefined, stable, 'canary', 'unguarded'),
      })
      .map(({ all, without }) => all.filter(({ name }) => name !== without)),
    lastModifiedAt: mostly(at(-60), at(9), at(9.7), at(10.4), at(30)),
  });

const anyAlarm = (name: string, usual: Alarm['state']): fc.Arbitrary<Alarm> =>
  fc
    .record({
      state: mostly<Alarm['state']>(usual, 'OK', 'ALARM', 'INSUFFICIENT_DATA'),
      evaluated: mostly(true, false),
      transitionedAt: mostly(at(9.5), at(-600), at(8), at(12)),
      datapoints: mostly<readonly number[] | undefined>([0.1, 0.1, 0.1], undefined, [], [0.01], [0.02, 0.9]),
    })
    .map(({ datapoints, ...rest }) =>
      alarm(name, { ...rest, ...(datapoints ? { evidence: { datapoints, threshold: 0.02, from: at(6) } } : {}) }),
    );

const anyAlarms = (of: Policy): fc.Arbitrary<Situation['alarms']> => {
  const list = watched(deployment(of), of);
  const each = list.map(({ name, variant }) =>
    fc.option(anyAlarm(name, variant === of.stable ? 'OK' : 'ALARM'), { freq: 20, nil: undefined }),
  );
  return fc.tuple(...each).map((alarms) =>
    paired(
      list,
      alarms.filter((one) => one !== undefined),
    ),
  );
};

const anyTraffic = ({ stable, canaries }: Policy): fc.Arbitrary<Traffic | 'unreadable'> => {
  const minutes = fc.record({
    requests: mostly(100, 0, 1, 49, 3_000),
    bad: mostly(true, false),
    from: mostly(6, 0, 9, 11),
  });
  const each = [stable, ...canaries].map((name) =>
    minutes.map(({ requests, bad, from }) => {
      const failed = bad && name !== stable ? requests / 2 : 0;
      const values = { '5xx': failed, 'latency-p99': bad && name !== stable ? 900 : 80 };
      return [name, Array.from({ length: 6 }, (_, place) => ({ start: at(from + place), requests, values }))] as const;
    }),
  );
  const read = fc.tuple(...each).map((pairs) => Object.fromEntries(pairs));
  return fc.oneof({ weight: 5, arbitrary: read }, { weight: 1, arbitrary: fc.constant('unreadable' as const) });
};

/** Of every alarm, also of those whose guards nobody reads for: one bad period or three, or none. */
const anyReadings = (of: Policy): fc.Arbitrary<Situation['readings']> => {
  const each = watched(deployment(of), of).map(({ name }) =>
    mostly<readonly number[]>([0.01, 0.01, 0.3], [], [0.05], [0.3]).map((values) => [
      name,
      { until: at(10), points: values.map((value, place) => ({ start: at(7 + place), value })) },
    ]),
  );
  return fc.option(
    fc.tuple(...each).map((pairs) => Object.fromEntries(pairs)),
    { nil: undefined },
  );
};

const PHASES = [
  ...(['none', 'none', 'none', 'none', 'held', 'held', 'asked', 'in force', 'ended'] as const),
  ...(['joined by a person', 'by hand', 'ended by hand'] as const),
];

const ENDED: Ending = { state: 'NOT_ROLLED_BACK', at: at(10), because: 'new-config' };

const anyIncident = ({ stable, canaries }: Policy): fc.Arbitrary<Incident | undefined> => {
  const wanted = Object.fromEntries([[stable, 90], ...canaries.map((name) => [name, 0])]);
  return fc
    .record({
      phase: fc.constantFrom(...PHASES),
      config: mostly('config-1', 'config-2'),
      weightsAtOpen: mostly({ stable: 90, canary: 10 }, { stable: 10, canary: 90 }, { stable: 0, canary: 0 }),
      modifiedAtOpen: mostly(at(-60), at(9.7)),
      attempts: fc.integer({ min: 1, max: 4 }),
      told: fc.integer({ min: 0, max: 2 }),
    })
    .map(({ phase, attempts, ...rest }) => {
      if (phase === 'none') return undefined;
      if (phase === 'held') return incident({ ...rest, hold: { kind: 'frozen' } });
      const asked = incident({ ...rest, shift: shift({ wanted, attempts }) });
      if (phase === 'asked') return asked;
      const inForce = { ...rest, shift: shift({ wanted, inForceAt: at(10.5) }) };
      if (phase === 'in force') return incident(inForce);
      if (phase === 'joined by a person') return incident({ ...inForce, byHand: { by: ANA, at: NOW } });
      if (phase === 'by hand') return byHand({ ...rest, shift: shift({ wanted, attempts }) });
      if (phase === 'ended by hand') return { ...byHand(inForce), ending: ENDED };
      return { ...asked, ending: ENDED };
    });
};
