import { isDeepStrictEqual } from 'node:util';
import type { Code } from '../codes.ts';
import type { AlarmDefinition } from '../promised/alarm-definition.ts';

type Change = { readonly code: Code; readonly what: string };

type Part = {
  readonly code: Code;
  readonly name: string;
  readonly of: (definition: AlarmDefinition) => unknown;
};

const PARTS: readonly Part[] = [
  { code: 'alarm-threshold', name: 'its threshold is', of: ({ threshold }) => threshold },
  { code: 'alarm-threshold', name: 'its comparison is', of: ({ comparison }) => comparison },
  {
    code: 'alarm-periods',
    name: 'it goes off after',
    of: ({ breaching, outOf }) => `${breaching} of ${outOf} bad periods`,
  },
  { code: 'alarm-missing-data', name: 'missing data counts as', of: ({ missingData }) => missingData },
  { code: 'alarm-dimensions', name: 'it watches', of: ({ dimensions }) => [...new Set(dimensions)].join(', ') },
  { code: 'alarm-metric', name: 'it computes', of: ({ metrics }) => metrics.join('; ') },
];

/** What of an alarm is not as it was deployed, a sentence each. */
export const changesOf = (live: AlarmDefinition, promised: AlarmDefinition): readonly Change[] => [
  ...PARTS.filter(({ of }) => !isDeepStrictEqual(of(live), of(promised))).map(({ code, name, of }) => ({
    code,
    what: `${name} ${String(of(live))}, deployed: ${String(of(promised))}`,
  })),
  ...(promised.actions.every((action) => live.actions.includes(action))
    ? []
    : [{ code: 'alarm-unpaged' as const, what: 'it no longer pages: its action was removed' }]),
];
