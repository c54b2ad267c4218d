import type { Alarm, Fleet } from '../../lambdas/domain/model.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import { desiredWeights } from '../../lambdas/domain/weights.ts';
import { altered, UNALTERED } from './altered.ts';
import type { Planted } from './planted.ts';

const withFleet = (situation: Situation, change: (fleet: Fleet) => Partial<Fleet>): Situation =>
  situation.fleet === undefined
    ? situation
    : { ...situation, fleet: { ...situation.fleet, ...change(situation.fleet) } };

const withStables = (situation: Situation, change: (alarm: Alarm) => Partial<Alarm>): Situation => ({
  ...situation,
  alarms: situation.alarms.map((one) =>
    one.variant === situation.policy.stable ? { ...one, alarm: { ...one.alarm, ...change(one.alarm) } } : one,
  ),
});

/** Nothing of it was after the newest change. */
const forgivingChanges = (situation: Situation): Situation => {
  const { incident, fleet } = situation;
  const unchanged = withFleet(situation, () => ({ lastModifiedAt: 0 }));
  if (incident === undefined || fleet === undefined) return unchanged;
  return { ...unchanged, incident: { ...incident, weightsAtOpen: desiredWeights(fleet), modifiedAtOpen: 0 } };
};

const withoutBound = (situation: Situation): Situation => {
  const { stableMaxRequestsPerInstance: _bound, ...policy } = situation.policy;
  return { ...situation, policy };
};

/** Bugs that take something for seen that is not so. */
export const SEES: readonly Planted[] = (
  [
    ['freeze ignored', (situation) => ({ ...situation, freeze: 'off' })],
    [
      'riddle taken for thawed',
      (situation) => (situation.freeze === 'unreadable' ? { ...situation, freeze: 'off' } : situation),
    ],
    ['mode ignored', (situation) => ({ ...situation, policy: { ...situation.policy, mode: 'auto' } })],
    [
      'shifted to a stale stable',
      (situation) => ({ ...situation, policy: { ...situation.policy, stableMinShare: 0 } }),
    ],
    ['load bound ignored', withoutBound],
    ['overrode a person', forgivingChanges],
    ['shifts while Updating', (situation) => withFleet(situation, () => ({ status: 'InService' }))],
    ["ignores stable's alarm", (situation) => withStables(situation, () => ({ state: 'OK' }))],
    ['trusts what was not evaluated', (situation) => withStables(situation, () => ({ evaluated: true }))],
    [
      'ignores an empty stable',
      (situation) =>
        withFleet(situation, ({ variants }) => ({ variants: variants.map((one) => ({ ...one, instances: 2 })) })),
    ],
    [
      'ignores config change',
      (situation) =>
        situation.incident && !situation.incident.ending
          ? withFleet(situation, () => ({ config: situation.incident?.config ?? '' }))
          : situation,
    ],
  ] satisfies readonly (readonly [string, (situation: Situation) => Situation])[]
).map(([name, sees]) => ({ name, automation: altered({ sees }), control: UNALTERED }));
