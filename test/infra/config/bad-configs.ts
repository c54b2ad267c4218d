import { config, endpoint } from '../stacks.ts';

const SHARE = 'must be a share between 0 and 1 (2 % is 0.02)';
const NAME = 'must be a SageMaker name: letters, digits and inner hyphens, at most 63';
const DEPLOYMENT = 'must be lower-case letters, digits and inner hyphens, a letter first, not aws or ssm, at most 40';
const WHOLE = 'must be a whole number of at least 1';
const guards = (given: unknown) => ({ ...config(), endpoints: [{ ...endpoint(), guards: given }] });
/** A config that is good but for this about its only endpoint. */
export const about = (given: Record<string, unknown>) => ({ ...config(), endpoints: [{ ...endpoint(), ...given }] });

/** What is wrong, the config, and the one sentence that refuses it. */
export const BAD_CONFIGS: readonly (readonly [string, unknown, string])[] = [
  ['no config at all', undefined, 'config is missing: rollback.config.ts must `export default defineConfig({ … })`'],
  ['a list', [], 'config must be an object; saw []'],
  ['no endpoints', { ...config(), endpoints: [] }, 'endpoints must list at least one endpoint; saw []'],
  ['an unknown key', { ...config(), endpoint: [] }, "endpoint is not known here, did you mean 'endpoints'?; saw []"],
  [
    'an unknown key deep inside',
    guards({ errors: { abov: 0.1 } }),
    "endpoints[0].guards.errors.abov is not known here, did you mean 'above'?; saw 0.1",
  ],
  [
    'a cooldown of no time',
    { ...config(), limits: { cooldownMinutes: 0 } },
    'limits.cooldownMinutes must be minutes, a whole number from 1 to 1440; saw 0',
  ],
  [
    'more shifts a day than an incident remembers',
    { ...config(), limits: { shiftsPerDay: 21 } },
    'limits.shiftsPerDay must be shifts, a whole number from 1 to 20; saw 21',
  ],
  ['a storm of everybody', { ...config(), limits: { storm: { share: 1 } } }, `limits.storm.share ${SHARE}; saw 1`],
  [
    'no calls at all',
    { ...config(), limits: { callsPerSecond: 0 } },
    'limits.callsPerSecond must be calls a second, from 0.1 to 100; saw 0',
  ],
  ['an upper-case name', { ...config(), name: 'Rollback' }, `name ${DEPLOYMENT}; saw 'Rollback'`],
  ['a name that CloudFormation refuses', { ...config(), name: '2nd' }, `name ${DEPLOYMENT}; saw '2nd'`],
  ['a name that Systems Manager refuses', { ...config(), name: 'aws-ml' }, `name ${DEPLOYMENT}; saw 'aws-ml'`],
  [
    'an endpoint without stable',
    { ...config(), endpoints: [{ endpoint: 'a', canaries: ['b'] }] },
    'endpoints[0].stable is missing',
  ],
  [
    'a name that SageMaker refuses',
    about({ endpoint: 'fraud_detector' }),
    `endpoints[0].endpoint ${NAME}; saw 'fraud_detector'`,
  ],
  [
    'a name that is too long',
    about({ stable: 'x'.repeat(64) }),
    `endpoints[0].stable ${NAME}; saw '${'x'.repeat(64)}'`,
  ],
  [
    'no canary',
    about({ canaries: [] }),
    'endpoints[0].canaries must list at least one variant to guard; an endpoint with one variant alone takes strategy: { restore: {} }; saw []',
  ],
  [
    'a variant named twice',
    about({ canaries: ['green', 'green'] }),
    "endpoints[0].canaries[1] must be named once: it is in the list already; saw 'green'",
  ],
  [
    'stable among the canaries',
    about({ canaries: ['green', 'blue'] }),
    "endpoints[0].canaries[1] must not be the stable variant: traffic cannot go back to what is judged; saw 'blue'",
  ],
  [
    'an endpoint named twice',
    { ...config(), endpoints: [endpoint(), endpoint()] },
    "endpoints[1].endpoint must be named once: it is in the list already; saw 'fraud'",
  ],
  [
    'two names that differ in case',
    { ...config(), endpoints: [endpoint(), endpoint({ endpoint: 'Fraud' })] },
    `endpoints[1].endpoint must differ from 'fraud' by more than case: SageMaker's ARNs are lower case, so both are one endpoint; saw 'Fraud'`,
  ],
  [
    'a mode that does not exist yet',
    about({ mode: 'automatic' }),
    `endpoints[0].mode must be 'observe' or 'recommend' or 'approve' or 'auto', the modes that exist; saw 'automatic'`,
  ],
  [
    'an answer that is awaited for no time',
    about({ mode: 'approve', approveWithinMinutes: 0 }),
    'endpoints[0].approveWithinMinutes must be minutes, from 1 to 1440; saw 0',
  ],
  ['a percentage for a share', guards({ errors: { above: 2 } }), `endpoints[0].guards.errors.above ${SHARE}; saw 2`],
  ['a share of nothing', guards({ errors: { above: 0 } }), `endpoints[0].guards.errors.above ${SHARE}; saw 0`],
  ['a percentage for stable', about({ stableMinShare: 50 }), `endpoints[0].stableMinShare ${SHARE}; saw 50`],
  [
    'a bound of no requests',
    about({ stableMaxRequestsPerInstance: 0 }),
    'endpoints[0].stableMaxRequestsPerInstance must be requests per minute, above 0; saw 0',
  ],
  [
    'an unknown signal',
    guards({ errors: { count: ['500'] } }),
    `endpoints[0].guards.errors.count[0] must be '5xx' or '4xx' or 'model'; saw '500'`,
  ],
  [
    'a signal counted twice',
    guards({ errors: { count: ['4xx', '4xx'] } }),
    "endpoints[0].guards.errors.count[1] must be named once: it is in the list already; saw '4xx'",
  ],
  [
    'a median below the middle',
    guards({ latency: { percentile: 49, aboveMs: 1 } }),
    'endpoints[0].guards.latency.percentile must be a percentile from 50 to 99.9; saw 49',
  ],
  [
    'the maximum as a percentile',
    guards({ latency: { percentile: 100, aboveMs: 1 } }),
    'endpoints[0].guards.latency.percentile must be a percentile from 50 to 99.9; saw 100',
  ],
  ['latency without a bound', guards({ latency: {} }), 'endpoints[0].guards.latency.aboveMs is missing'],
  [
    'a negative latency',
    guards({ latency: { aboveMs: -5 } }),
    'endpoints[0].guards.latency.aboveMs must be milliseconds, above 0; saw -5',
  ],
  [
    'gross errors within the normal bound',
    guards({ errors: { above: 0.1, gross: { above: 0.1 } } }),
    "endpoints[0].guards.errors.gross.above must be above the guard's own threshold, 0.1: gross means far beyond it; saw 0.1",
  ],
  [
    'a gross guard by the second where there is no gross guard',
    guards({ errors: { gross: false, grossEverySeconds: 10 } }),
    'endpoints[0].guards.errors.grossEverySeconds must be left out where there is no gross guard; saw 10',
  ],
  [
    'a gross guard by the second where so many may fail that there is none',
    guards({ errors: { above: 0.5, grossEverySeconds: 30 } }),
    'endpoints[0].guards.errors.grossEverySeconds must be left out where there is no gross guard; saw 30',
  ],
  [
    'a gross guard each twenty seconds',
    guards({ errors: { grossEverySeconds: 20 } }),
    'endpoints[0].guards.errors.grossEverySeconds must be 10 or 30, as SageMaker publishes metrics; saw 20',
  ],
  [
    'gross errors within the default bound',
    guards({ errors: { gross: { above: 0.01 } } }),
    "endpoints[0].guards.errors.gross.above must be above the guard's own threshold, 0.02: gross means far beyond it; saw 0.01",
  ],
  [
    'gross latency within the normal bound',
    guards({ latency: { aboveMs: 900, gross: { aboveMs: 800 } } }),
    "endpoints[0].guards.latency.gross.aboveMs must be above the guard's own threshold, 900: gross means far beyond it; saw 800",
  ],
  [
    'so many errors beside the share that all of few requests may fail',
    guards({ minRequests: 5, errors: { plus: 5 } }),
    'endpoints[0].guards.errors.plus must be below minRequests, 5: else all of so few requests may fail; saw 5',
  ],
  [
    'the same in one minute',
    guards({ errors: { gross: { above: 0.5, plus: 20 } } }),
    'endpoints[0].guards.errors.gross.plus must be below minRequests, 20: else all of so few requests may fail; saw 20',
  ],
  [
    'fewer errors than none',
    guards({ errors: { plus: -1 } }),
    'endpoints[0].guards.errors.plus must be a whole number, 0 or more; saw -1',
  ],
  ['half a request', guards({ minRequests: 0.5 }), `endpoints[0].guards.minRequests ${WHOLE}; saw 0.5`],
  [
    'no request',
    guards({ errors: { gross: { above: 0.5, minRequests: 0 } } }),
    `endpoints[0].guards.errors.gross.minRequests ${WHOLE}; saw 0`,
  ],
  [
    'no guard at all',
    guards({ errors: false }),
    'endpoints[0].guards must hold at least one guard, errors, latency or slow; saw { errors: false }',
  ],
  [
    'too many alarms for one look',
    about({ canaries: Array.from({ length: 50 }, (_, i) => `c${i}`) }),
    "endpoints[0].canaries must need at most 100 alarms, since CloudWatch describes no more in one call: these variants and guards make 102; saw '50 variants'",
  ],
  ['no address', { ...config(), tell: { emails: ['ana'] } }, "tell.emails[0] must be one email address; saw 'ana'"],
  [
    'nobody to tell',
    { endpoints: [endpoint()] },
    'endpoints[0].tell must name somebody to tell: emails, a slackWebhookParameter, or both, here or for all endpoints; saw nothing',
  ],
  [
    'nobody to tell of one endpoint',
    about({ tell: { emails: [] } }),
    'endpoints[0].tell must name somebody to tell: emails, a slackWebhookParameter, or both, here or for all endpoints; saw { emails: [] }',
  ],
  [
    'no concurrency',
    { ...config(), reservedConcurrency: { reconcile: 0, notify: 1 } },
    `reservedConcurrency.reconcile ${WHOLE}; saw 0`,
  ],
  [
    'a strategy that does not exist',
    about({ strategy: 'scale' }),
    "endpoints[0].strategy must be 'shift' or { scaleThenShift: … }, or, for an endpoint with one variant, { restore: {} }; saw 'scale'",
  ],
  ['a strategy that is none', about({ strategy: {} }), 'endpoints[0].strategy.scaleThenShift is missing'],
  [
    'instances that are no number',
    about({ strategy: { scaleThenShift: { maxInstances: 2.5 } }, stableMaxRequestsPerInstance: 100 }),
    `endpoints[0].strategy.scaleThenShift.maxInstances ${WHOLE}; saw 2.5`,
  ],
  [
    'a stable that nobody can tell is too small',
    about({ strategy: { scaleThenShift: { maxInstances: 4 } } }),
    'endpoints[0].stableMaxRequestsPerInstance must be stated with scaleThenShift: without it nobody can tell that stable is too small; saw nothing',
  ],
  [
    'a fallback that nobody guards',
    about({ fallback: 'grey' }),
    "endpoints[0].fallback must be one of the canaries: only of a guarded variant anybody knows whether it is well; saw 'grey'",
  ],
];
