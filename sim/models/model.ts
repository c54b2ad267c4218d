import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiName } from '../types.ts';
import type { Metadata, ModelFile, RawMember, RawOperation, RawShape, ScalarKind, TimestampFormat } from './file.ts';
import { wholeMatch } from './pattern.ts';

export type { Metadata, ScalarKind, TimestampFormat } from './file.ts';

/** One service as its public model describes it. */
export type Model = {
  readonly name: ApiName;
  readonly metadata: Metadata;
  readonly operations: ReadonlyMap<string, OperationModel>;
  /** An error by the name of its shape, or by its code in the Query protocol. */
  readonly errorOf: (code: string) => Structure | undefined;
};

export type OperationModel = {
  readonly name: string;
  readonly method: string;
  /** With labels: `/endpoints/{EndpointName}/invocations`. `/` outside of the REST protocols. */
  readonly path: string;
  /** HTTP status of a success. */
  readonly status: number;
  readonly input: Structure;
  readonly output: Structure;
  /** The element around the output in XML; undefined for an operation that answers nothing. */
  readonly resultWrapper: string | undefined;
};

export type Shape = Structure | ListShape | MapShape | ScalarShape;

export type Structure = {
  readonly kind: 'structure';
  readonly name: string;
  readonly members: readonly Member[];
  readonly required: readonly string[];
  /** The member that is the body itself, in the REST protocols. */
  readonly payload: string | undefined;
  /** Exactly one member is given. */
  readonly union: boolean;
  readonly error: ErrorTrait | undefined;
};
/** `code` is that of the Query protocol. */
export type ErrorTrait = { readonly code: string; readonly status: number };

export type ListShape = Sized & { readonly kind: 'list'; readonly item: Member; readonly flattened: boolean };
export type MapShape = Sized & {
  readonly kind: 'map';
  readonly key: Member;
  readonly value: Member;
  readonly flattened: boolean;
};
export type ScalarShape = Sized & {
  readonly kind: ScalarKind;
  readonly pattern: Pattern | undefined;
  readonly values: readonly string[] | undefined;
  readonly timestampFormat: TimestampFormat | undefined;
};
export type Pattern = { readonly text: string; readonly whole: RegExp };

/** Range of a number; else of the length: characters of a string, octets of a blob, items of a list or a map. */
type Sized = {
  readonly name: string;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Left out of error texts. */
  readonly sensitive: boolean;
};

export type Member = {
  readonly name: string;
  /** Resolved late: shapes may hold themselves. */
  readonly shape: Shape;
  readonly location: RawMember['location'];
  /** In JSON bodies, headers, query strings, forms and XML, where nothing more special is said. */
  readonly wireName: string;
  readonly queryName: string;
  readonly flattened: boolean;
  readonly timestampFormat: TimestampFormat | undefined;
};

const models = new Map<ApiName, Model>();

/** Read when it is first asked for: most runs speak to few services. */
export const modelOf = (name: ApiName): Model => {
  const known = models.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(join(import.meta.dirname, `${name}.json`), 'utf8');
  const model = read(name, JSON.parse(text) as ModelFile);
  models.set(name, model);
  return model;
};

const read = (name: ApiName, { metadata, operations, shapes }: ModelFile): Model => {
  const known = new Map<string, Shape>();
  const find = (shapeName: string): Shape => {
    const found = known.get(shapeName);
    if (found !== undefined) return found;
    const raw = shapes[shapeName];
    if (raw === undefined) throw new Error(`the model of ${name} has no shape ${shapeName}`);
    const shape = shapeFrom(shapeName, raw, find);
    known.set(shapeName, shape);
    return shape;
  };
  const errors = Object.entries(shapes)
    .filter(([, { exception }]) => exception === true)
    .map(([errorName]) => structured(find(errorName)));
  return {
    name,
    metadata,
    operations: new Map(Object.entries(operations).map(([key, raw]) => [key, operationFrom(key, raw, find)])),
    errorOf: (code) => errors.find((error) => error.name === code) ?? errors.find(({ error }) => error?.code === code),
  };
};

type Find = (name: string) => Shape;

const operationFrom = (name: string, raw: RawOperation, find: Find): OperationModel => ({
  name,
  method: raw.http.method,
  path: raw.http.requestUri,
  status: raw.http.responseCode ?? 200,
  input: raw.input === undefined ? NOTHING : structured(find(raw.input.shape)),
  output: raw.output === undefined ? NOTHING : structured(find(raw.output.shape)),
  resultWrapper: raw.output === undefined ? undefined : (raw.output.resultWrapper ?? `${name}Result`),
});

const structured = (shape: Shape): Structure => {
  if (shape.kind !== 'structure') throw new Error(`${shape.name} is a ${shape.kind}, not a structure`);
  return shape;
};

const NOTHING: Structure = {
  kind: 'structure',
  name: 'Nothing',
  members: [],
  required: [],
  payload: undefined,
  union: false,
  error: undefined,
};

const shapeFrom = (name: string, raw: RawShape, find: Find): Shape => {
  const { type: kind, min, max, sensitive = false, flattened = false } = raw;
  const sized = { name, min, max, sensitive };
  if (kind === 'structure') return structureFrom(name, raw, find);
  if (kind === 'list') return { ...sized, kind, flattened, item: memberFrom('member', raw.member, find) };
  if (kind === 'map') {
    const [key, value] = [memberFrom('key', raw.key, find), memberFrom('value', raw.value, find)];
    return { ...sized, kind, flattened, key, value };
  }
  const { pattern, enum: values, timestampFormat } = raw;
  const compiled = pattern === undefined ? undefined : { text: pattern, whole: wholeMatch(pattern) };
  return { ...sized, kind, pattern: compiled, values, timestampFormat };
};

const structureFrom = (name: string, raw: RawShape, find: Find): Structure => ({
  kind: 'structure',
  name,
  members: Object.entries(raw.members ?? {}).map(([key, member]) => memberFrom(key, member, find)),
  required: raw.required ?? [],
  payload: raw.payload,
  union: raw.union ?? false,
  error:
    raw.exception === true
      ? { code: raw.error?.code ?? name, status: raw.error?.httpStatusCode ?? (raw.fault === true ? 500 : 400) }
      : undefined,
});

const memberFrom = (name: string, raw: RawMember | undefined, find: Find): Member => {
  if (raw === undefined) throw new Error(`a shape lacks its ${name}`);
  const wireName = raw.locationName ?? name;
  return {
    name,
    get shape() {
      return find(raw.shape);
    },
    location: raw.location,
    wireName,
    queryName: raw.queryName ?? wireName,
    flattened: raw.flattened ?? false,
    timestampFormat: raw.timestampFormat,
  };
};
