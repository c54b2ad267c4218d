import type { Case } from './case.ts';
import { HOSTILE } from './hostile.ts';
import type { Answer } from './transport.ts';

const CODES = [
  'ThrottlingException',
  'ValidationException',
  'AccessDeniedException',
  'ResourceLimitExceeded',
  'InternalFailure',
  'ServiceUnavailable',
  'RequestTimeout',
  'ExpiredTokenException',
  'UnrecognizedClientException',
  'KMSDisabledException',
  'OptInRequired',
  'RequestExpired',
  'ResourceNotFound',
  'ConflictException',
  'com.amazonaws#Odd',
  'a:b',
  '',
];

const MESSAGES: readonly unknown[] = [undefined, null, 7, { a: 1 }, [], 'x'.repeat(20_000)];

/** Answers that are no JSON, or not the JSON of an error. */
const BODIES = ['', 'null', '7', '[]', '{}', '"x"', 'nope', '<html><h1>502</h1></html>', '{"__type":', '[[[', '\u0000'];

const STATUSES = [301, 400, 403, 429, 500, 503];

const named = (__type: unknown, message: unknown): string => JSON.stringify({ __type, message });

export const ERRORS: readonly Case<Answer>[] = [
  ...CODES.flatMap((code) =>
    MESSAGES.map((message, place) => ({
      name: `400 ${code} with message #${place}`,
      input: { status: 400, body: named(code, message) },
    })),
  ),
  ...STATUSES.flatMap((status) =>
    BODIES.map((body) => ({ name: `${status} ${JSON.stringify(body)}`, input: { status, body } })),
  ),
  ...[7, null, {}, ['x'], '__proto__'].map((type) => ({
    name: `400 of the type ${JSON.stringify(type)}`,
    input: { status: 400, body: named(type, 'x') },
  })),
  ...HOSTILE.slice(0, 40).map((text, place) => ({
    name: `400 with the hostile message #${place}`,
    input: { status: 400, body: named('ValidationException', text) },
  })),
];
