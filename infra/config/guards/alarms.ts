import * as v from 'valibot';
import type { Guard, VariantName } from '../../../lambdas/domain/policy.ts';
import type { Problem } from '../contradictions.ts';
import { exactly, sagemakerName, text } from '../fields.ts';
import { becauseField } from './metric.ts';
import type { AlarmGuard } from './shape.ts';

/** CloudWatch's own bound, without what no terminal shows. */
export const alarmField = exactly({
  name: text(/^[^\p{C}]{1,255}$/u, "must be an alarm's name, as CloudWatch shows it"),
  variant: v.optional(sagemakerName),
  because: becauseField,
});

/** Named by its place: an alarm's name may be longer than a guard's, and hold anything. */
export const alarmGuards = (configs: readonly AlarmGuard[]): readonly Guard[] =>
  configs.map(({ name, variant, because }, place) => ({
    id: `alarm-${place + 1}`,
    signal: 'alarm',
    gross: false,
    existing: { name, ...(variant !== undefined && { variant: variant as VariantName }) },
    because,
    minRequests: 1,
    breachingPeriods: 1,
    outOfPeriods: 1,
  }));

type LooseAlarm = { readonly name?: string | undefined; readonly variant?: string | undefined };

type Where = {
  readonly at: readonly (string | number)[];
  readonly variants: readonly (string | undefined)[];
  /** Prefix of all alarms of the deployment. */
  readonly ours: string;
  /** Named before, for this endpoint or another one. */
  readonly taken: readonly (string | undefined)[];
};

export const alarmProblems = (
  alarms: readonly (LooseAlarm | undefined)[],
  { at, variants, ours, taken }: Where,
): Problem[] =>
  alarms.flatMap((alarm, index): Problem[] => {
    const { name, variant } = alarm ?? {};
    const path = [...at, index];
    const earlier = [...taken, ...alarms.slice(0, index).map((other) => other?.name)];
    return [
      ...(name?.startsWith(ours) ? [{ path: [...path, 'name'], saw: name, right: OURS }] : []),
      ...(name !== undefined && earlier.includes(name) ? [{ path: [...path, 'name'], saw: name, right: TWICE }] : []),
      ...(variant !== undefined && !variants.includes(variant)
        ? [{ path: [...path, 'variant'], saw: variant, right: 'must be stable or one of the canaries' }]
        : []),
    ];
  });

const OURS = 'must be an alarm of your own: this one belongs to the deployment';
const TWICE = 'must be named once: what is shared by several endpoints is no canary’s fault';
