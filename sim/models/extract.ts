/**
 * Writes the models beside this file anew: `node sim/models/extract.ts <botocore's data directory>`. From each of the
 * services' public models it keeps the operations that are served, and the shapes that they reach, without their
 * documentation.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ApiName } from '../types.ts';
import type { ModelFile, RawMember, RawShape } from './file.ts';
import { SERVED } from './served.ts';
import { withQueryNames } from './sqs-query.ts';
import { withStackStatuses } from './stack-statuses.ts';

type Source = Pick<ModelFile, 'metadata' | 'operations' | 'shapes'>;

const METADATA = [
  'apiVersion',
  'awsQueryCompatible',
  'endpointPrefix',
  'jsonVersion',
  'protocols',
  'serviceId',
  'signingName',
  'targetPrefix',
  'xmlNamespace',
];
const OPERATION = ['http', 'input', 'output', 'errors'];
const SHAPE = ['type', 'required', 'members', 'member', 'key', 'value', 'min', 'max', 'pattern', 'enum', 'sensitive']
  .concat(['payload', 'flattened', 'timestampFormat', 'streaming', 'union', 'exception', 'error', 'fault', 'document'])
  .concat(['synthetic', 'eventstream']);
const MEMBER = ['shape', 'location', 'locationName', 'queryName', 'flattened', 'jsonvalue', 'idempotencyToken'].concat([
  'timestampFormat',
  'streaming',
]);

const main = (data: string): void => {
  for (const service of Object.keys(SERVED) as ApiName[]) {
    const text = printed(trimmed(service, readModel(data, service)));
    writeFileSync(join(import.meta.dirname, `${service}.json`), text);
    process.stdout.write(`${service}: ${SERVED[service].length} operations, ${Buffer.byteLength(text)} bytes\n`);
  }
};

const readModel = (data: string, service: ApiName): Source => {
  const newest = readdirSync(join(data, service)).toSorted().at(-1) ?? '';
  const text = gunzipSync(readFileSync(join(data, service, newest, 'service-2.json.gz'))).toString('utf8');
  const model = JSON.parse(text) as Source;
  if (service === 'cloudformation') return withStackStatuses(model);
  return service === 'sqs' ? withQueryNames(model) : model;
};

const trimmed = (service: ApiName, { metadata, operations, shapes }: Source): ModelFile => {
  const kept = SERVED[service].map((name) => [name, operations[name] ?? missing(service, name)] as const);
  const asked = kept.flatMap(([, { input, output, errors }]) => [input, output, ...(errors ?? [])]);
  // What any operation may answer is in no operation's list.
  const common = Object.keys(shapes).filter((name) => shapes[name]?.synthetic === true);
  const names = reached(shapes, [...asked.flatMap((ref) => ref?.shape ?? []), ...common]);
  return {
    metadata: pick(metadata, METADATA),
    operations: Object.fromEntries(kept.map(([name, operation]) => [name, trimmedOperation(operation)])),
    shapes: Object.fromEntries(names.map((name) => [name, trimmedShape(name, shapes[name] ?? missing(service, name))])),
  };
};

const trimmedOperation = (operation: ModelFile['operations'][string]): ModelFile['operations'][string] => {
  const { http, input, output, errors } = pick(operation, OPERATION);
  return {
    http: pick(http, ['method', 'requestUri', 'responseCode']),
    ...(input && { input: pick(input, ['shape']) }),
    ...(output && { output: pick(output, ['shape', 'resultWrapper']) }),
    ...(errors && { errors: errors.map((error) => pick(error, ['shape'])) }),
  };
};

const reached = (shapes: Source['shapes'], from: readonly string[]): readonly string[] => {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const { members = {}, member, key, value } = shapes[name] ?? {};
    for (const ref of [...Object.values(members), member, key, value]) if (ref !== undefined) visit(ref.shape);
  };
  from.forEach(visit);
  return [...seen].toSorted();
};

const trimmedShape = (name: string, shape: RawShape): RawShape => {
  const kept = pick(shape, SHAPE);
  if (kept.eventstream === true) throw new Error(`${name} is an event stream: the reader knows none`);
  const { members, member, key, value } = kept;
  return {
    ...kept,
    ...(members && { members: mapped(members) }),
    ...(member && { member: pick(member, MEMBER) }),
    ...(key && { key: pick(key, MEMBER) }),
    ...(value && { value: pick(value, MEMBER) }),
  };
};

const mapped = (members: Readonly<Record<string, RawMember>>): Readonly<Record<string, RawMember>> =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name, pick(member, MEMBER)]));

const pick = <T extends object>(from: T, names: readonly string[]): T =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name))) as T;

const missing = (service: ApiName, name: string): never => {
  throw new Error(`the model of ${service} has no ${name}`);
};

/** One operation and one shape a line, so that a change of the model can be read in a diff. */
const printed = ({ metadata, operations, shapes }: ModelFile): string =>
  `{"metadata":${JSON.stringify(metadata)},\n"operations":${lines(operations)},\n"shapes":${lines(shapes)}}\n`;

const lines = (entries: Readonly<Record<string, unknown>>): string =>
  `{\n${Object.entries(entries)
    .map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`)
    .join(',\n')}\n}`;

const [data] = process.argv.slice(2);
if (data === undefined) throw new Error("usage: node sim/models/extract.ts <botocore's data directory>");
main(data);
