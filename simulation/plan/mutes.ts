import { MINUTE } from '../../lambdas/domain/model.ts';
import { type Chance, chanceOf } from './chance.ts';
import { variantName } from './endpoints.ts';
import type { Happening, Plan } from './plan.ts';
import { inOrder, streamOf } from './streams.ts';

const SHARE = 0.12;

/** People who mute a canary's alarms for a while, or disable what they do, and canaries that are ill meanwhile. */
export const withMutes = (plan: Plan): Plan => {
  const chance = chanceOf(streamOf(plan, 'mutes'));
  if (!chance.maybe(SHARE)) return plan;
  const added = plan.endpoints.flatMap((of) => (chance.maybe(0.7) ? muted(chance, plan, of) : []));
  return { ...plan, mutes: true, happenings: inOrder([...plan.happenings, ...added]) };
};

const muted = (
  chance: Chance,
  { start, minutes }: Plan,
  { policy: { endpoint, stable, canaries, guards } }: Plan['endpoints'][number],
): readonly Happening[] => {
  const variant = chance.oneOf(canaries[0] ?? variantName(stable), ...canaries);
  const at = start + chance.whole(3, Math.max(4, minutes - 40)) * MINUTE;
  const mute: Happening = {
    at,
    endpoint,
    what: 'mutes',
    variant,
    guard: chance.oneOf('all', 'all', guards[0]?.id ?? 'all'),
    minutes: chance.whole(5, 45),
    how: chance.oneOf<'rule' | 'actions'>('rule', 'rule', 'actions'),
  };
  const illAt = at + Math.floor(chance.between(-6, 20) * MINUTE);
  const ill: Happening = { at: Math.max(start, illAt), endpoint, what: 'falls-ill', variant, failing: 0.3, slowMs: 0 };
  const again: Happening = { at: at + chance.whole(2, 20) * MINUTE, endpoint, what: 'unmutes', variant };
  return [mute, ill, ...(chance.maybe(0.3) ? [again] : [])];
};
