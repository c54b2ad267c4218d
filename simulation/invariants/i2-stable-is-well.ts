import type { Invariant } from './invariant.ts';
import { aimOf, isOurs } from './shared.ts';

/**
 * The look that asks for a shift has itself read, of stable: that it is there with at least one instance, and for each
 * guard an alarm that says OK and was evaluated fully. What a read that was not consistent said a moment too late is
 * excused; that there was no read is not.
 */
export const i2: Invariant = {
  code: 'I2',
  promise: 'traffic goes only to a stable that is there, has instances, and whose guards all say OK',
  watch: (view) => (fact) => {
    if (!isOurs(fact)) return undefined;
    const { stable, guards } = aimOf(view, fact);
    const { fleet, alarms } = fact.by.reads.get(fact.endpoint) ?? {};
    if (fleet === undefined || alarms === undefined) return `${fact.endpoint}: shifted without a look`;
    const variant = fleet.value?.variants.find(({ name }) => name === stable);
    if (variant === undefined) return `${fact.endpoint}: stable was not there`;
    if (variant.instances === 0) return `${fact.endpoint}: stable had no instances`;
    const unwell = guards.find(({ id }) => {
      const alarm = alarms.value.find(({ name }) => name.endsWith(`${fact.endpoint}/${stable}/${id}`));
      return alarm?.state !== 'OK' || !alarm.evaluated;
    });
    return unwell && `${fact.endpoint}: stable's ${unwell.id} did not say OK`;
  },
};
