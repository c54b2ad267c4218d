import { describe, expect, test } from 'vitest';
import { withoutChunks } from '../../../sim/wire/chunks.ts';
import { parseXml } from '../../../sim/wire/protocols/read-xml.ts';
import { makeStand } from './stand.ts';

const SIGNED =
  'AWS4-HMAC-SHA256 Credential=AKIAKNOWN/20200101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0';

/** A request that no client would send. */
const raw = async (method: string, path: string, body?: string) => {
  const stand = await makeStand();
  const inputs: unknown[] = [];
  stand.told.answer = (input) => void inputs.push(input);
  const headers = { authorization: SIGNED };
  const response = await fetch(stand.server.url + path, { method, headers, ...(body === undefined ? {} : { body }) });
  return { status: response.status, text: await response.text(), inputs };
};

describe('a body of XML', () => {
  test('is read without its declaration, comments, white space and members that nobody knows', async () => {
    const body = `<?xml version="1.0"?>
      <!-- two of them -->
      <Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Object><Key>a &lt; &#228;&#xE4; &amp;amp;</Key></Object><New><Thing/></New><Object><Key> b </Key></Object>
        <Quiet>true</Quiet>
      </Delete>`;
    const { status, inputs } = await raw('POST', '/bucket?delete', body);
    expect([status, inputs]).toEqual([
      200,
      [{ Bucket: 'bucket', Delete: { Objects: [{ Key: 'a < ää &amp;' }, { Key: ' b ' }], Quiet: true } }],
    ]);
  });

  test.each([
    '',
    'text',
    '<Delete>',
    '<Delete></Object>',
    '<Delete/><Delete/>',
    '</Delete>',
    '<Delete><Object></Delete></Object>',
    '<Delete><Quiet>perhaps</Quiet></Delete>',
    '<Delete><Quiet>true</Quiet></Delete>',
  ])('is refused as S3 does: %s', async (body) => {
    const { status, text, inputs } = await raw('POST', '/bucket?delete', body);
    expect([status, inputs]).toEqual([400, []]);
    expect(parseXml(text).inner[0]).toMatchObject({ name: 'Code', text: 'MalformedXML' });
  });
});

describe('a path', () => {
  test.each([
    ['GET', '/?x-id=ListBuckets', {}],
    ['GET', '/bucket/?list-type=2&prefix=a%2Fb', { Bucket: 'bucket', Prefix: 'a/b' }],
    ['DELETE', '/bucket//a//?versionId=1', { Bucket: 'bucket', Key: '/a//', VersionId: '1' }],
  ])('says what is asked for: %s %s', async (method, path, input) => {
    expect((await raw(method, path)).inputs).toEqual([input]);
  });

  test.each([
    ['GET', '/bucket'],
    ['GET', '/bucket?list-type=2&acl'],
    ['PUT', '/bucket/key?partNumber=1&uploadId=x'],
    ['PATCH', '/bucket/key'],
  ])('of an operation that is not there reaches none: %s %s', async (method, path) => {
    const { status, text, inputs } = await raw(method, path);
    expect([status, inputs]).toEqual([501, []]);
    expect(text).toContain('<Code>NotImplemented</Code>');
  });
});

describe('a body in chunks', () => {
  const content = (text: string, headers = {}) => withoutChunks({ headers, body: Buffer.from(text, 'latin1') });

  test('is put together, with what follows it as headers, and without the word for it', () => {
    const text =
      '5;chunk-signature=ab\r\nfirst\r\nA\r\n\r\n second\n\r\n0;chunk-signature=cd\r\nx-amz-checksum-crc32:AAAA\r\n\r\n';
    const { headers, body } = content(text, { 'content-encoding': 'aws-chunked,gzip' });
    expect(body.toString()).toBe('first\r\n second\n');
    expect(headers).toEqual({ 'content-encoding': 'gzip', 'x-amz-checksum-crc32': 'AAAA' });
  });

  test.each([
    ['without a size', 'text\r\n', 'does not begin with its size'],
    ['that ends too early', '5\r\nfir', 'ends within a chunk'],
    ['without a last chunk', '5\r\nfirst\r\n', 'does not begin with its size'],
  ])('is no body %s', (_what, text, why) => {
    expect(() => content(text)).toThrow(why);
  });

  test('is no body when it is not as long as it was announced', () => {
    expect(() => content('1\r\na\r\n0\r\n\r\n', { 'x-amz-decoded-content-length': '2' })).toThrow(
      'have 1 bytes, where 2',
    );
  });
});
