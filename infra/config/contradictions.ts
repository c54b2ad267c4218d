import { alarmsOf, readingProblems } from './guards/agree.ts';
import { comparisonsOf, judgeProblems } from './guards/judge.ts';
import { DEFAULTS, grossErrors } from './guards.ts';
import type { LooseConfig, LooseEndpoint, LooseGuards, LooseTell } from './loose.ts';
import { DEFAULT_NAME } from './names.ts';
import { strategyProblems } from './strategy.ts';

export type Problem = { readonly path: readonly (string | number)[]; readonly saw: unknown; readonly right: string };

/** DescribeAlarms takes a hundred names, and an endpoint's evidence is read in one call. */
const MAX_ALARMS_PER_ENDPOINT = 100;

/** Parts that are right alone and wrong together. */
export const contradictions = (config: LooseConfig): readonly Problem[] =>
  (config.endpoints ?? []).flatMap((endpoint, index) => {
    if (endpoint === undefined) return [];
    const earlier = (config.endpoints ?? []).slice(0, index).map((other) => other?.endpoint);
    const inside = [
      ...namedBefore(endpoint, earlier),
      ...variantProblems(endpoint),
      ...strategyProblems(endpoint),
      ...guardProblems(endpoint.guards ?? {}),
      ...judgeProblems(endpoint),
      ...readingProblems(endpoint, {
        deployment: config.name ?? DEFAULT_NAME,
        earlier: (config.endpoints ?? []).slice(0, index),
      }),
      ...tooManyAlarms(endpoint),
      ...nobodyToTell(endpoint.tell ?? config.tell),
    ];
    return inside.map(({ path, ...problem }) => ({ path: ['endpoints', index, ...path], ...problem }));
  });

const namedBefore = ({ endpoint }: LooseEndpoint, earlier: readonly (string | undefined)[]): Problem[] => {
  const twin = earlier.find((other) => other !== undefined && other.toLowerCase() === endpoint?.toLowerCase());
  if (twin === undefined) return [];
  const right =
    twin === endpoint
      ? 'must be named once: it is in the list already'
      : `must differ from '${twin}' by more than case: SageMaker's ARNs are lower case, so both are one endpoint`;
  return [{ path: ['endpoint'], saw: endpoint, right }];
};

const variantProblems = ({ stable, canaries = [] }: LooseEndpoint): Problem[] =>
  canaries.flatMap((canary, index): Problem[] => {
    const at = { path: ['canaries', index], saw: canary };
    if (canary === undefined) return [];
    if (canary === stable)
      return [{ ...at, right: 'must not be the stable variant: traffic cannot go back to what is judged' }];
    if (canaries.indexOf(canary) < index) return [{ ...at, right: 'must be named once: it is in the list already' }];
    return [];
  });

const guardProblems = (guards: LooseGuards): Problem[] => {
  const { errors, latency, overhead, slow, minRequests = DEFAULTS.minRequests } = guards;
  return [
    ...nothingByTheMinute(guards),
    ...(errors ? errorProblems(errors, minRequests) : []),
    ...(slow ? shareProblems(slow, slow.minRequests ?? minRequests, 'slow') : []),
    ...(latency ? timeProblems(latency, 'latency') : []),
    ...(overhead ? timeProblems(overhead, 'overhead') : []),
  ];
};

/** What is slow beside the model is no fault of a variant: it does not tell that stable is well. */
const nothingByTheMinute = ({ errors, latency, slow }: LooseGuards): Problem[] =>
  errors === false && !latency && !slow
    ? [
        {
          path: ['guards'],
          saw: { errors, ...(latency === false && { latency }) },
          right: 'must hold at least one guard, errors, latency or slow',
        },
      ]
    : [];

type LooseErrors = Exclude<LooseGuards['errors'], false | undefined>;
type LooseShare = Pick<LooseErrors, 'above' | 'plus' | 'gross' | 'grossEverySeconds'>;
type LooseTime = Exclude<LooseGuards['latency'], false | undefined>;

const shareProblems = (share: LooseShare, minRequests: number, guard: string): Problem[] => {
  const { above, plus, gross } = share;
  return [
    ...noGross(share, guard),
    ...notAbove((gross || undefined)?.above, above, ['guards', guard, 'gross', 'above']),
    // Of the fewest requests that a guard judges by, not all may be allowed to fail.
    ...notAll(plus, minRequests, ['guards', guard, 'plus']),
    ...(gross ? notAll(gross.plus, gross.minRequests ?? minRequests, ['guards', guard, 'gross', 'plus']) : []),
  ];
};

/** Left out, or of so much that all requests would have to fail. */
const noGross = ({ above, gross, grossEverySeconds }: LooseShare, guard: string): Problem[] =>
  grossEverySeconds !== undefined && (gross ?? (above !== undefined && grossErrors(above))) === false
    ? [
        {
          path: ['guards', guard, 'grossEverySeconds'],
          saw: grossEverySeconds,
          right: 'must be left out where there is no gross guard',
        },
      ]
    : [];

const notAll = (plus: number | undefined, minRequests: number, path: string[]): Problem[] =>
  plus !== undefined && plus >= minRequests
    ? [{ path, saw: plus, right: `must be below minRequests, ${minRequests}: else all of so few requests may fail` }]
    : [];

const errorProblems = ({ above = DEFAULTS.errorsAbove, count = [], ...of }: LooseErrors, minRequests: number) => [
  ...shareProblems({ above, ...of }, minRequests, 'errors'),
  ...count.flatMap((signal, index): Problem[] =>
    signal !== undefined && count.indexOf(signal) < index
      ? [
          {
            path: ['guards', 'errors', 'count', index],
            saw: signal,
            right: 'must be named once: it is in the list already',
          },
        ]
      : [],
  ),
];

const timeProblems = ({ aboveMs, gross }: LooseTime, guard: string): Problem[] =>
  notAbove((gross || undefined)?.aboveMs, aboveMs, ['guards', guard, 'gross', 'aboveMs']);

const notAbove = (gross: number | undefined, normal: number | undefined, path: string[]): Problem[] =>
  gross !== undefined && normal !== undefined && gross <= normal
    ? [{ path, saw: gross, right: `must be above the guard's own threshold, ${normal}: gross means far beyond it` }]
    : [];

const tooManyAlarms = ({ canaries = [], guards = {} }: LooseEndpoint): Problem[] => {
  const signals = guards.errors === false ? 0 : (guards.errors?.count?.length ?? 1);
  const errorGuards = signals * levelsOf(guards.errors || {});
  const others = [guards.slow, guards.latency, guards.overhead].reduce((sum, one) => sum + levelsOf(one), 0);
  const own = (canaries.length + 1) * (errorGuards + others) + canaries.length * comparisonsOf(guards).length;
  const alarms = own + alarmsOf(guards, canaries.length + 1);
  if (alarms <= MAX_ALARMS_PER_ENDPOINT) return [];
  const right = `must need at most ${MAX_ALARMS_PER_ENDPOINT} alarms, since CloudWatch describes no more in one call: these variants and guards make ${alarms}`;
  return [{ path: ['canaries'], saw: `${canaries.length} variants`, right }];
};

/** The ordinary one, the gross one, and that one once more. */
const levelsOf = (
  guard: false | undefined | { readonly gross?: unknown; readonly grossEverySeconds?: unknown },
): number => {
  if (!guard) return 0;
  const { gross, grossEverySeconds } = guard;
  return [true, gross !== false, grossEverySeconds !== undefined].filter(Boolean).length;
};

const nobodyToTell = (tell: LooseTell): Problem[] =>
  tell?.slackWebhookParameter !== undefined || (tell?.emails ?? []).length > 0
    ? []
    : [
        {
          path: ['tell'],
          saw: tell,
          right: 'must name somebody to tell: emails, a slackWebhookParameter, or both, here or for all endpoints',
        },
      ];
