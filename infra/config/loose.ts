import * as v from 'valibot';
import type { ErrorSignal } from '../../lambdas/domain/policy.ts';

/** What is not of the right shape counts as absent: the schema has its own problem for it. */
const or = <S extends v.GenericSchema>(schema: S) => v.fallback(v.optional(schema), undefined);
const list = <S extends v.GenericSchema>(item: S) => or(v.array(or(item)));

const tell = or(v.object({ emails: list(v.string()), slackWebhookParameter: or(v.string()) }));
const orFalse = <S extends v.GenericSchema>(schema: S) => or(v.union([v.literal(false), schema]));
const signals: readonly ErrorSignal[] = ['5xx', '4xx', 'model'];

const used = orFalse(v.looseObject({}));

/** As many as make alarms, and what of them must agree. */
const looseReadings = {
  cpu: used,
  memory: used,
  gpu: used,
  gpuMemory: used,
  disk: used,
  drift: list(v.object({ feature: or(v.string()) })),
  traffic: used,
  quality: list(
    v.object({
      metric: or(v.string()),
      above: or(v.number()),
      below: or(v.number()),
      comparedWith: or(v.object({ training: v.number() })),
    }),
  ),
  metrics: list(
    v.object({
      id: or(v.string()),
      above: or(v.number()),
      below: or(v.number()),
      dimensions: or(v.record(v.string(), v.string())),
      variantDimension: or(v.string()),
      comparedWith: or(v.union([v.picklist(['stable', 'usual']), v.object({ training: v.number() })])),
      periodSeconds: or(v.number()),
      minSamples: or(v.number()),
      missing: or(v.picklist(['notBreaching', 'breaching', 'ignore'])),
      breachingPeriods: or(v.number()),
      outOfPeriods: or(v.number()),
    }),
  ),
  alarms: list(v.object({ name: or(v.string()), variant: or(v.string()) })),
};

const ofShare = {
  above: or(v.number()),
  plus: or(v.number()),
  gross: orFalse(v.object({ above: or(v.number()), plus: or(v.number()), minRequests: or(v.number()) })),
  grossEverySeconds: or(v.picklist([10, 30])),
};
const time = orFalse(v.object({ aboveMs: or(v.number()), gross: orFalse(v.object({ aboveMs: or(v.number()) })) }));

const guards = or(
  v.object({
    minRequests: or(v.number()),
    errors: orFalse(
      v.object({
        ...ofShare,
        count: list(v.picklist(signals)),
      }),
    ),
    judge: orFalse(
      v.object({
        errors: orFalse(v.object({ count: list(v.picklist(signals)) })),
        slow: or(v.object({ aboveMs: or(v.number()) })),
      }),
    ),
    ...looseReadings,
    latency: time,
    overhead: time,
    slow: orFalse(v.object({ ...ofShare, thanMs: or(v.number()), minRequests: or(v.number()) })),
  }),
);

const endpoint = v.object({
  endpoint: or(v.string()),
  stable: or(v.string()),
  canaries: list(v.string()),
  mode: or(v.string()),
  stableMaxRequestsPerInstance: or(v.number()),
  strategy: or(v.object({ scaleThenShift: or(v.looseObject({})), restore: or(v.looseObject({})) })),
  fallback: or(v.string()),
  guards,
  tell,
});

/** As much of a config as can be read, however wrong the rest: so that every problem can be told at once. */
export const readLoosely = (config: unknown): LooseConfig => v.parse(configSchema, config) ?? {};

const configSchema = or(v.object({ name: or(v.string()), tell, endpoints: list(endpoint) }));

export type LooseConfig = NonNullable<v.InferOutput<typeof configSchema>>;
export type LooseEndpoint = v.InferOutput<typeof endpoint>;
export type LooseTell = v.InferOutput<typeof tell>;
export type LooseGuards = NonNullable<v.InferOutput<typeof guards>>;
