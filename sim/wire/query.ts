import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';

/** The flat form of an AWS Query request: `MessageAttributes.entry.1.Name=…`. */
export type Form = ReadonlyMap<string, string>;

export const parseForm = (body: string): Form => new Map(new URLSearchParams(body));

/** Turns a form into what the schema describes. The SDK has an encoder of this format, but no decoder. */
export const decodeForm = (schema: NormalizedSchema, form: Form): unknown => decode(schema, form, '') ?? {};

/** The form's names that the schema does not know; `Action` and `Version` belong to the protocol. */
export const strangersIn = (schema: NormalizedSchema, form: Form): readonly string[] => {
  const known = [...schema.structIterator()].map(([name, member]) => wireName(member, name));
  const top = [...form.keys()].map((key) => key.split('.', 1)[0] ?? key);
  return top.filter((name) => !known.includes(name) && name !== 'Action' && name !== 'Version');
};

const decode = (schema: NormalizedSchema, form: Form, prefix: string): unknown => {
  if (schema.isStructSchema()) return decodeStruct(schema, form, prefix);
  if (schema.isListSchema()) return decodeList(schema, form, prefix);
  if (schema.isMapSchema()) return decodeMap(schema, form, prefix);
  const text = form.get(prefix);
  return text === undefined ? undefined : decodeScalar(schema, text);
};

const decodeStruct = (schema: NormalizedSchema, form: Form, prefix: string): unknown => {
  if (prefix !== '' && !present(form, prefix)) return undefined;
  const members = [...schema.structIterator()].map(
    ([name, member]) => [name, decode(member, form, at(prefix, wireName(member, name)))] as const,
  );
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
};

const decodeList = (schema: NormalizedSchema, form: Form, prefix: string): unknown => {
  // An empty list is sent as the bare name without a value.
  if (form.get(prefix) === '') return [];
  const item = schema.getValueSchema();
  const base = schema.getMergedTraits().xmlFlattened ? prefix : at(prefix, wireName(item, 'member'));
  return counted(form, base, (path) => decode(item, form, path));
};

const decodeMap = (schema: NormalizedSchema, form: Form, prefix: string): unknown => {
  const [key, value] = [schema.getKeySchema(), schema.getValueSchema()];
  const base = schema.getMergedTraits().xmlFlattened ? prefix : at(prefix, 'entry');
  const entries = counted(form, base, (path) => [
    form.get(at(path, wireName(key, 'key'))),
    decode(value, form, at(path, wireName(value, 'value'))),
  ]);
  return entries === undefined ? undefined : Object.fromEntries(entries as [string, unknown][]);
};

const counted = (form: Form, base: string, each: (path: string) => unknown): unknown[] | undefined => {
  const items: unknown[] = [];
  for (let index = 1; present(form, at(base, `${index}`)); index += 1) items.push(each(at(base, `${index}`)));
  return items.length === 0 ? undefined : items;
};

const decodeScalar = (schema: NormalizedSchema, text: string): unknown => {
  if (schema.isBooleanSchema()) return text === 'true';
  if (schema.isNumericSchema()) return Number(text);
  if (schema.isBlobSchema()) return Buffer.from(text, 'base64');
  if (schema.isTimestampSchema()) return new Date(text);
  return text;
};

const present = (form: Form, prefix: string): boolean =>
  form.has(prefix) || [...form.keys()].some((key) => key.startsWith(`${prefix}.`));

const wireName = (schema: NormalizedSchema, name: string): string => {
  const { xmlName } = schema.getMergedTraits();
  return typeof xmlName === 'string' ? xmlName : name;
};

const at = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}.${name}`);

/** The reply to an AWS Query request. */
export const encodeXml = (operation: string, schema: NormalizedSchema, reply: XmlReply): string => {
  const metadata = `<ResponseMetadata><RequestId>${reply.requestId}</RequestId></ResponseMetadata>`;
  const result = schema.isUnitSchema() ? '' : resultXml(operation, schema, reply);
  return `<${operation}Response xmlns="${reply.namespace}">${result}${metadata}</${operation}Response>`;
};
export type XmlReply = { readonly value: unknown; readonly requestId: string; readonly namespace: string };

const resultXml = (operation: string, schema: NormalizedSchema, reply: XmlReply): string => {
  const writer = new XmlShapeSerializer({
    xmlNamespace: '',
    serviceNamespace: reply.namespace,
    timestampFormat: { useTrait: true, default: 5 },
  });
  writer.write(schema, reply.value);
  const root = String(writer.flush());
  // The serializer names the root after the shape; the protocol names it after the operation.
  const inner = /^<[^>]*[^/]>([\s\S]*)<\/[^<]*>$/.exec(root)?.[1] ?? '';
  return `<${operation}Result>${inner}</${operation}Result>`;
};

export const encodeXmlError = (error: XmlError): string =>
  `<ErrorResponse xmlns="${error.namespace}"><Error><Type>${error.status < 500 ? 'Sender' : 'Receiver'}</Type>` +
  `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error>` +
  `<RequestId>${error.requestId}</RequestId></ErrorResponse>`;
export type XmlError = {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly requestId: string;
  readonly namespace: string;
};

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
