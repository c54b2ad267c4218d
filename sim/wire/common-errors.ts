import type { Refusal } from '../types.ts';
import type { Protocol } from './protocols/protocol.ts';

type Names = Readonly<Record<string, readonly [code: string, status: number]>>;

/** Errors that any operation may answer have other names, and another status, in the Query protocol. */
const IN_QUERY: Names = {
  AccessDeniedException: ['AccessDenied', 403],
  InvalidSignatureException: ['SignatureDoesNotMatch', 403],
  MissingAuthenticationTokenException: ['MissingAuthenticationToken', 403],
  MissingRequiredParameterException: ['MissingParameter', 400],
  SerializationException: ['MalformedInput', 400],
  ThrottlingException: ['Throttling', 400],
  UnknownOperationException: ['InvalidAction', 400],
  UnrecognizedClientException: ['InvalidClientTokenId', 403],
  ValidationException: ['ValidationError', 400],
};

/** And S3 has its own. */
const IN_REST_XML: Names = {
  AccessDeniedException: ['AccessDenied', 403],
  InvalidSignatureException: ['SignatureDoesNotMatch', 403],
  SerializationException: ['MalformedXML', 400],
  ThrottlingException: ['SlowDown', 503],
  UnknownOperationException: ['NotImplemented', 501],
  UnrecognizedClientException: ['InvalidAccessKeyId', 403],
  ValidationException: ['InvalidArgument', 400],
};

/** What clients of the older protocols know an error by. Undefined status: nothing is said of it. */
export const olderNameOf = (
  { code }: Refusal,
  protocol: Protocol['name'],
): { readonly code: string; readonly status: number | undefined } => {
  const [name, status] = (protocol === 'rest-xml' ? IN_REST_XML : IN_QUERY)[code] ?? [code, undefined];
  return { code: name, status: protocol === 'query' || protocol === 'rest-xml' ? status : undefined };
};
