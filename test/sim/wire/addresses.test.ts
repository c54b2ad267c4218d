import { describe, expect, test } from 'vitest';
import { modelOf, type Shape } from '../../../sim/models/model.ts';
import { wholeMatch } from '../../../sim/models/pattern.ts';
import { SERVED } from '../../../sim/models/served.ts';
import type { ApiName } from '../../../sim/types.ts';
import { addressOf } from '../../../sim/wire/address.ts';
import type { Exchange } from '../../../sim/wire/exchange.ts';
import { signingNameOf } from '../../../sim/wire/services.ts';

const NAMES = Object.keys(SERVED) as ApiName[];

const exchange = (over: Partial<Exchange>): Exchange =>
  ({ method: 'POST', path: '/', headers: {}, body: Buffer.alloc(0), ...over }) as unknown as Exchange;
const form = (text: string, authorization = ''): Exchange =>
  exchange({
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization },
    body: Buffer.from(text),
  });
const rest = (method: string, path: string): Exchange => exchange({ method, path });
const signedFor = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=AKIA/20200101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

describe('a request is addressed', () => {
  test.each([
    ['by its target', exchange({ headers: { 'x-amz-target': 'AmazonSQS.SendMessage' } }), 'sqs SendMessage json'],
    [
      'by the path of RPC v2',
      exchange({
        headers: { 'smithy-protocol': 'rpc-v2-cbor' },
        path: '/service/GraniteServiceVersion20100801/operation/ListMetrics',
      }),
      'cloudwatch ListMetrics smithy-rpc-v2-cbor',
    ],
    ['by the version in its form', form('Action=ListTopics&Version=2010-03-31'), 'sns ListTopics query'],
    ['by whom it is signed for', form('Action=GetCallerIdentity', signedFor('sts')), 'sts GetCallerIdentity query'],
    ['by its path', rest('GET', '/2015-03-31/functions/'), 'lambda ListFunctions rest-json'],
    ['by its path and method', rest('DELETE', '/2015-03-31/functions/f'), 'lambda DeleteFunction rest-json'],
    [
      'by its path, with a label that holds slashes',
      rest('POST', '/2015-03-31/functions/arn%3Aaws%3Ax%2Fy/invocations?Qualifier=1'),
      'lambda Invoke rest-json',
    ],
    ['by its path', rest('POST', '/endpoints/fraud/invocations'), 'sagemaker-runtime InvokeEndpoint rest-json'],
  ])('%s', (_how, request, expected) => {
    const address = addressOf(request);
    expect(`${address?.model.name} ${address?.operation} ${address?.protocol.name}`).toBe(expected);
    expect(address?.known?.name).toBe(address?.operation);
  });

  test.each([
    ['a target of nobody', exchange({ headers: { 'x-amz-target': 'Nobody.Act' } })],
    ['JSON to a service that speaks Query only', exchange({ headers: { 'x-amz-target': 'AmazonSNS.Publish' } })],
    ['a form of no version', form('Action=ListTopics')],
    [
      'CBOR to a service that does not speak it',
      exchange({ headers: { 'smithy-protocol': 'rpc-v2-cbor' }, path: '/service/AmazonSQS/operation/SendMessage' }),
    ],
    ['another path', rest('GET', '/2015-03-31/event-source-mappings')],
    ['a path with an empty label', rest('POST', '/endpoints//invocations')],
  ])('to nobody: %s', (_what, request) => {
    expect(addressOf(request)).toBeUndefined();
  });
});

describe('the models', () => {
  test('have each operation that is served, with all that it reaches, and patterns that can be read', () => {
    for (const name of NAMES) {
      const model = modelOf(name);
      expect([...model.operations.keys()]).toEqual(SERVED[name]);
      for (const { input, output } of model.operations.values()) {
        visit(input);
        visit(output);
      }
    }
  });

  test('say whom a request must be signed for', () => {
    const others = NAMES.filter((name) => signingNameOf(modelOf(name)) !== name);
    expect(others).toEqual(['cloudwatch', 'sagemaker-runtime']);
  });

  /** Members resolve late, and patterns are compiled then. */
  const seen = new Set<Shape>();
  const visit = (shape: Shape): void => {
    if (seen.has(shape)) return;
    seen.add(shape);
    if (shape.kind === 'structure') for (const member of shape.members) visit(member.shape);
    if (shape.kind === 'list') visit(shape.item.shape);
    if (shape.kind === 'map') {
      visit(shape.key.shape);
      visit(shape.value.shape);
    }
  };
});

describe("Java's patterns, matched as a whole", () => {
  test.each([
    ['[a-z]+', 'abc', 'abc\n'],
    ['a|b', 'b', 'ab'],
    ['\\A\\S[\\p{Print}]*\\z', 'x y', 'x\u0007'],
    ['\\p{Print}+', 'x y', 'é'],
    ['[A-Za-z0-9\\_\\-]+', 'a_-', 'a.'],
    ['arn:[\\p{Alnum}\\-]+', 'arn:aws-cn', 'arn:aws_cn'],
    ['[\\p{L}\\p{Z}]*', 'Ärger da', '1'],
    ['[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*', '😀\n', '\u0001'],
    ['$|kafka://x', '', 'kafka:'],
    ['^(?!\\s*$).+', 'a b', '  '],
  ])('%s', (pattern, good, bad) => {
    const whole = wholeMatch(pattern);
    expect([whole.test(good), whole.test(bad)]).toEqual([true, false]);
  });
});
