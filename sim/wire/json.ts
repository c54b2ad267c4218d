import { JsonCodec2 } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { fromBase64, toBase64 } from '@smithy/core/serde';

// 7: timestamps are epoch seconds unless a member's trait says otherwise, as in every AWS JSON protocol.
const codec = new JsonCodec2({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });
codec.setSerdeContext({ base64Encoder: toBase64, base64Decoder: fromBase64 } as never);

/** Turns the body of a JSON request into what the schema describes; throws SyntaxError when it is not JSON. */
export const decodeJson = (schema: NormalizedSchema, body: string): unknown => {
  const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
  if (schema.isUnitSchema()) return {};
  // `read` is the same behind a promise; requests are decoded in the step in which they are served.
  const reader = codec.createDeserializer() as unknown as Reader;
  return reader.readObject(schema, parsed);
};

export const encodeJson = (schema: NormalizedSchema, value: unknown): string => {
  if (schema.isUnitSchema()) return '{}';
  const writer = codec.createSerializer();
  writer.write(schema, value);
  const { buffer, byteOffset, byteLength } = writer.flush();
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
};

type Reader = { readonly readObject: (schema: NormalizedSchema, value: unknown) => unknown };
