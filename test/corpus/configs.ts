import { config, endpoint } from '../infra/stacks.ts';
import { type Case, casesOf, nested, put } from './case.ts';
import { HOSTILE } from './hostile.ts';

const FULL = {
  ...config({ name: 'rollback', reservedConcurrency: { reconcile: 5, notify: 2 } }),
  endpoints: [
    endpoint({
      mode: 'auto',
      stableMinShare: 0.5,
      stableMaxRequestsPerInstance: 3_000,
      guards: {
        minRequests: 20,
        errors: { above: 0.02, count: ['5xx', 'model'], gross: { above: 0.25, minRequests: 50 } },
        latency: { percentile: 99, aboveMs: 800, gross: { aboveMs: 2_400, minRequests: 50 } },
      },
      tell: { emails: ['fraud@example.com'], slackWebhookParameter: '/hook' },
    }),
  ],
};

const circular: Record<string, unknown> = { name: 'round' };
circular['itself'] = circular;

/** None of them is right anywhere in a config. */
const NOWHERE_RIGHT: readonly unknown[] = [
  null,
  '',
  ' ',
  'ﬀ',
  '<!channel>',
  '\x1B[2J',
  'x\ny',
  'x'.repeat(5e3),
  '__proto__ x',
  '\u202ex',
  'x\u2028y',
  '{{resolve:ssm:/s}}',
  -1,
  0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0.5,
  10n,
  Symbol('x'),
  () => 'x',
  new Date(0),
  /x/,
  new Map(),
  true,
  [],
  [null],
  [[]],
  { toString: 1 },
  circular,
  nested(2e3),
];

const PATHS: readonly (readonly (string | number)[])[] = [
  ...['name', 'endpoints', 'tell', 'reservedConcurrency'].map((key) => [key]),
  ['tell', 'emails', 0],
  ['reservedConcurrency', 'reconcile'],
  ['endpoints', 0],
  ...['endpoint', 'stable', 'canaries', 'mode', 'stableMinShare', 'stableMaxRequestsPerInstance', 'guards'].map(
    (key) => ['endpoints', 0, key],
  ),
  ...['minRequests', 'errors', 'latency'].map((key) => ['endpoints', 0, 'guards', key]),
  ...['above', 'count', 'gross'].map((key) => ['endpoints', 0, 'guards', 'errors', key]),
  ...['percentile', 'aboveMs', 'gross'].map((key) => ['endpoints', 0, 'guards', 'latency', key]),
];

const text = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value).slice(0, 40) : typeof value;

export const BAD_CONFIG_DOCUMENTS: readonly Case[] = [
  ...PATHS.flatMap((path) =>
    NOWHERE_RIGHT.map((value, place) => ({
      name: `${path.join('.')} is ${text(value)} #${place}`,
      input: put(FULL, path, value),
    })),
  ),
  ...HOSTILE.filter((_, place) => place % 4 === 0).map((key, place) => ({
    name: `an unknown key #${place}`,
    input: { ...FULL, [`${key}!`]: 1 },
  })),
  ...casesOf('no config', [...NOWHERE_RIGHT, undefined, JSON.stringify(FULL), [FULL], { default: FULL }]),
];

export const GOOD_CONFIG: unknown = FULL;
