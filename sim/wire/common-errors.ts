import type { Refusal } from '../types.ts';

/** Errors that any operation may answer have other names, and another status, in the Query protocol. */
const IN_QUERY: Readonly<Record<string, readonly [code: string, status: number]>> = {
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

export const queryNameOf = ({ code }: Refusal): { readonly code: string; readonly status: number } => {
  const [name, status] = IN_QUERY[code] ?? [code, 400];
  return { code: name, status };
};
