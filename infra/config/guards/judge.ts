import * as v from 'valibot';
import { WORSE_ABOVE } from '../../../lambdas/domain/guards/judge.ts';
import type { Comparison, ErrorSignal, Guard } from '../../../lambdas/domain/policy.ts';
import type { Problem } from '../contradictions.ts';
import { atLeastOne, exactly, milliseconds, orFalse, share, word } from '../fields.ts';
import type { LooseEndpoint } from '../loose.ts';
import type { JudgeGuard } from '../shape.ts';

const FALSE_ALARMS = 0.01;
const SMALLEST = 0.005;

const signals = atLeastOne(word(['5xx', '4xx', 'model']), "must list at least one of '5xx', '4xx', 'model'");

export const judgeField = v.optional(
  orFalse(
    exactly({
      errors: v.optional(orFalse(exactly({ count: v.optional(signals) }))),
      slow: v.optional(exactly({ aboveMs: milliseconds })),
      falseAlarms: v.optional(share),
      smallest: v.optional(share),
    }),
  ),
);

/** One alarm for each that is compared. It fires on the newest minute's evidence: that counts all minutes before it. */
export const judgeGuards = (config: JudgeGuard): readonly Guard[] => {
  const compared = comparisonsOf({ judge: config });
  // Each may be wrong, and the promise is about the canary.
  const falseAlarms = (config.falseAlarms ?? FALSE_ALARMS) / compared.length;
  return compared.map((one) => ({
    id: `judge-${one.of}`,
    signal: 'judge',
    gross: false,
    above: WORSE_ABOVE,
    compares: { ...one, falseAlarms, smallest: config.smallest ?? SMALLEST },
    minRequests: 1,
    breachingPeriods: 1,
    outOfPeriods: 1,
  }));
};

type LooseJudge = {
  readonly errors?: { readonly count?: readonly (ErrorSignal | undefined)[] | undefined } | false | undefined;
  readonly slow?: { readonly aboveMs?: number | undefined } | undefined;
};

type Compared = Pick<Comparison, 'of' | 'slowerThanMs'>;

export const comparisonsOf = ({ judge }: { readonly judge?: LooseJudge | false | undefined }): readonly Compared[] => {
  if (!judge) return [];
  const errors = judge.errors === false ? [] : (judge.errors?.count ?? ['5xx']).filter((one) => one !== undefined);
  const slowerThanMs = judge.slow?.aboveMs;
  return [
    ...errors.map((of) => ({ of })),
    ...(slowerThanMs === undefined ? [] : [{ of: 'slow' as const, slowerThanMs }]),
  ];
};

export const judgeProblems = ({ guards = {}, strategy, canaries }: LooseEndpoint): Problem[] => {
  const { judge } = guards;
  if (!judge) return [];
  const path = ['guards', 'judge'];
  return [
    ...(comparisonsOf(guards).length === 0
      ? [{ path, saw: judge, right: 'must compare something: errors, slow, or both' }]
      : []),
    ...(strategy?.restore !== undefined || canaries?.length === 0
      ? [{ path, saw: judge, right: 'must be left out where there is no canary: it compares one with stable' }]
      : []),
  ];
};
