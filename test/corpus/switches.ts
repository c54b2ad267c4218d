import { type Case, casesOf } from './case.ts';
import { HOSTILE } from './hostile.ts';

const entry = { endpoint: 'fraud' };
const held = (frozen: unknown, version: unknown = 1): string => JSON.stringify({ version, frozen });

const WORDS = [
  '',
  ' ',
  ',',
  'on',
  'OFF',
  'Off',
  'off,',
  'off,off',
  'off off',
  'no',
  'false',
  '0',
  'null',
  'none',
  'ofF',
  'of',
  '"off"',
  'off;',
  'off\n,',
  'all',
  'ALL',
  'fraud',
  'Fraud',
  'fraud,',
  ',fraud',
  'fraud,off',
  'off,fraud',
  '*',
  'true',
  'freeze',
  '-',
  'all,all',
  'fraud fraud',
  '​off',
  'off​',
  'оff',
  'x'.repeat(4e3),
];

const TORN = ['{', '{}', '{"version":1}', ' {"frozen":[]', '{"frozen":[]}', '{'.repeat(4_000)];

const JSONS = [
  ...TORN,
  ...[0, 2, '1', null, 1.5].map((version) => held([], version)),
  ...[null, 7, 'fraud', {}, [null], ['fraud'], [7], [[]], [{}], [{ endpoint: 7 }], [{ endpoint: null }]].map((one) =>
    held(one),
  ),
  ...['12', '1/2/2026', 'tomorrow', '', 7, null, '2026-13-01T00:00:00Z', '9999999999999'].map((until) =>
    held([{ ...entry, until }]),
  ),
  ...[7, null, {}, ['x']].flatMap((text) => [held([{ ...entry, by: text }]), held([{ ...entry, reason: text }])]),
  held([{ ...entry, until: '2099-01-01T00:00:00Z' }]),
  held([{ endpoint: 'all' }]),
  held([{ endpoint: '*' }]),
  held([{ endpoint: 'nobody' }]),
];

/** Values of the freeze parameter that are not `off`: each of them stops the shift. */
export const SWITCHES: readonly Case<string>[] = [
  ...casesOf('words', WORDS),
  ...casesOf('JSON', JSONS),
  ...HOSTILE.map((text, place) => ({ name: `the hostile words #${place}`, input: text })),
  ...HOSTILE.map((text, place) => ({
    name: `the hostile reason #${place}`,
    input: held([{ ...entry, by: text, reason: text }]),
  })),
];
