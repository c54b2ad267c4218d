import { existingAlarms } from '../domain/guards/on.ts';
import type { Alarm } from '../domain/model.ts';
import type { Policy } from '../domain/policy.ts';
import type { Alarms } from '../ports.ts';

/** CloudWatch's own bound on names in one call. */
const NAMES = 100;

/** The alarms of the guards: ours, which begin with the prefix, and by their names those that were there already. */
export const guardsIn = async (
  alarms: Alarms,
  prefix: string,
  policies: readonly Policy[],
): Promise<readonly Alarm[]> => {
  const names = existingAlarms(policies);
  const calls = Array.from({ length: Math.ceil(names.length / NAMES) }, (_, place) =>
    alarms.named(names.slice(place * NAMES, (place + 1) * NAMES)),
  );
  const found = await Promise.all([alarms.startingWith(prefix), ...calls]);
  return found.flat();
};
