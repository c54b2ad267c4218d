import { at, incident, NOW, shift } from '../builders.ts';
import { type Case, put } from './case.ts';

const INCIDENT = incident({ shift: shift({ inForceAt: at(10.5) }), told: 1 });

type Item = Readonly<Record<string, unknown>>;
const item = (held: unknown, over: Item = {}): Item => ({
  pk: { S: 'fraud' },
  sk: { S: 'head' },
  schema: { N: '1' },
  version: { N: '3' },
  incident: { S: typeof held === 'string' ? held : JSON.stringify(held) },
  ...over,
});

const without = (key: string): Item =>
  Object.fromEntries(Object.entries(item(INCIDENT)).filter(([one]) => one !== key));

const MEMBERS: readonly (readonly string[])[] = [
  ...['id', 'endpoint', 'config', 'openedAt', 'weightsAtOpen', 'modifiedAtOpen', 'breach', 'told'].map((key) => [key]),
  ['breach', 'alarm'],
  ['breach', 'at'],
  ['breach', 'variant'],
  ['shift', 'wanted'],
  ['shift', 'askedAt'],
  ['shift', 'requestedAt'],
  ['weightsAtOpen', 'stable'],
];

/** What an older version may have left out, or a newer one may have written in another way. */
const OTHERWISE: readonly unknown[] = [undefined, null, 'x', 7, [], {}, true];

const ATTRIBUTES: readonly unknown[] = [
  { S: 'x' },
  { N: 'x' },
  { N: '-1.5' },
  { M: {} },
  { L: [] },
  { NULL: true },
  { B: 'eA==' },
];

export const ITEMS: readonly Case<Item>[] = [
  ...['schema', 'version', 'incident'].map((key) => ({ name: `no ${key}`, input: without(key) })),
  ...['schema', 'version', 'incident'].flatMap((key) =>
    ATTRIBUTES.map((attribute) => ({
      name: `${key} is ${JSON.stringify(attribute)}`,
      input: { ...item(INCIDENT), [key]: attribute },
    })),
  ),
  ...['0', '3', '99', '1.0', '01', 'one'].map((schema) => ({
    name: `schema ${schema}`,
    input: item(INCIDENT, { schema: { N: schema } }),
  })),
  ...MEMBERS.flatMap((path) =>
    OTHERWISE.map((value) => ({
      name: `${path.join('.')} is ${value === undefined ? 'absent' : JSON.stringify(value)}`,
      input: item(put(INCIDENT, path, value)),
    })),
  ),
  ...['', '{', 'null', '[]', '7', '"incident"', '{}', `${'['.repeat(5_000)}`, '{"id":"x"}'].map((text) => ({
    name: `an incident that reads ${text.slice(0, 20)}`,
    input: item(text),
  })),
  { name: 'a newer version, with members that nobody knows here', input: item({ ...INCIDENT, phase: 'x', at: NOW }) },
];
