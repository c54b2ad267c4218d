import { MINUTE } from '../../lambdas/domain/model.ts';
import type { Laws } from './law.ts';

/** Mode approve: a person said yes to this, to this endpoint config, and not too long ago. */
export const OF_CONSENT: Laws = {
  'I4 a person let it, where one is asked': ({ incident, before: { answer, config, now }, setting: { policy } }) => {
    if (policy.mode === 'auto') return false;
    const isYes =
      policy.mode === 'approve' &&
      answer?.kind === 'approve' &&
      answer.incident === incident.id &&
      answer.plan.startsWith(`${config}: `) &&
      now < answer.until;
    return !isYes && JSON.stringify(answer);
  },
};

/** What was shifted before, for other incidents; without one under this config no limit holds. */
const othersBefore = ({ incident, before: { shifted, config } }: Parameters<Laws[string]>[0]) => {
  const others = shifted.filter((one) => one.incident !== incident.id);
  return others.some((one) => one.config === config) ? others.map(({ at }) => at) : [];
};

export const OF_REPEATS: Laws = {
  'F28 it is not repeated too often': (act) => {
    const { setting, before } = act;
    const { flaps, shiftsPerDay } = setting.limits ?? { shiftsPerDay: Number.POSITIVE_INFINITY };
    const all = othersBefore(act);
    const lately = all.filter((at) => before.now - at < (flaps?.withinMinutes ?? 0) * MINUTE);
    return (all.length >= shiftsPerDay || (flaps !== undefined && lately.length >= flaps.shifts)) && all.join();
  },
  'F28 it waits for the cooldown': (act) => {
    const { setting, before } = act;
    const newest = Math.max(0, ...othersBefore(act));
    return before.now - newest < (setting.limits?.cooldownMinutes ?? 0) * MINUTE && `${before.now - newest} ms`;
  },
};
