import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeCodeStore } from '../../../sim/lambda/code-store.ts';
import { ask, invoking } from './asked.ts';
import { bundle, type SmallWorldOptions, smallWorld } from './small-world.ts';

const ZIP = zipSync({
  'index.mjs': strToU8('export const handler = () => "from a bucket";'),
  'lib/a.txt': strToU8('a'),
});
const NO_ZIP = 'Could not unzip uploaded file. Please check your file, then try to upload again.';

/** One bucket, with these objects. */
const holding = (objects: Readonly<Record<string, Uint8Array>>) => ({
  get: (bucket: string, key: string) => (bucket === 'assets' ? objects[key] : undefined),
  hasBucket: (name: string) => name === 'assets',
});

const storeOf = (objects: Readonly<Record<string, Uint8Array>>) => {
  const store = makeCodeStore({ objects: holding(objects) }, (key) => `beside/${key}`);
  onTestFinished(store.close);
  return store;
};

describe('the code of a function', () => {
  test('is unpacked from the object in the bucket, and is as large as the archive', () => {
    const { directory, archive } = storeOf({ 'code.zip': ZIP }).inBucket('assets', 'code.zip');
    expect(readFileSync(join(directory, 'lib/a.txt'), 'utf8')).toBe('a');
    const sha256 = createHash('sha256').update(ZIP).digest('base64');
    expect(archive).toEqual({ size: ZIP.byteLength, sha256 });
  });

  test('is unpacked once, however often it is asked for, and goes with its store', () => {
    const store = storeOf({ 'a.zip': ZIP, 'b.zip': ZIP });
    const { directory } = store.inBucket('assets', 'a.zip');
    expect(store.inBucket('assets', 'b.zip').directory).toBe(directory);
    store.close();
    expect(existsSync(directory)).toBe(false);
  });

  test('lies beside the template when there is no such bucket', () => {
    expect(storeOf({}).inBucket('elsewhere', 'code.zip')).toEqual({ directory: 'beside/code.zip' });
  });

  test('is missed in the bucket as Lambda misses it', () => {
    expect(() => storeOf({}).inBucket('assets', 'code.zip')).toThrow(
      'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    );
  });

  test.each([
    ['text', strToU8('no archive')],
    ['half an archive', ZIP.subarray(0, ZIP.length / 2)],
    ['an archive with a way out', zipSync({ '../out.mjs': strToU8('') })],
    ['an archive with a path from the root', zipSync({ '/out.mjs': strToU8('') })],
  ])('is not %s', (_what, zip) => {
    expect(() => storeOf({}).inArchive(zip)).toThrow(NO_ZIP);
  });

  test('has 250 MB at most, unpacked', () => {
    const zip = zipSync({ 'index.mjs': new Uint8Array(1_000) });
    // The sizes that the archive tells of its one file: what would be unpacked.
    const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
    const directory = zip.findLastIndex(
      (_, at) => view.byteLength - at >= 4 && view.getUint32(at, true) === 0x02014b50,
    );
    view.setUint32(directory + 24, 262_144_000, true);
    expect(() => storeOf({}).inArchive(zip)).toThrow('Unzipped size must be smaller than 262144000 bytes');
  });
});

describe('UpdateFunctionCode', () => {
  const play = async (test: (world: Awaited<ReturnType<typeof smallWorld>>) => Promise<void>) => {
    const directory = await bundle('export const handler = () => "from the template";');
    const options: SmallWorldOptions = { directory, objects: holding({ 'new.zip': ZIP, 'text.zip': strToU8('text') }) };
    // Its first code lies beside the template: its bucket is another one.
    const world = await smallWorld({
      ...options,
      properties: { Code: { S3Bucket: 'elsewhere', S3Key: 'hash.zip' } },
    });
    onTestFinished(world.close);
    await test(world);
  };
  const said = async (world: Awaited<ReturnType<typeof smallWorld>>) => {
    const invocation = invoking(world, {});
    await world.play(0.02);
    return invocation.reply().payload;
  };

  test.each([
    ['from a bucket', { S3Bucket: 'assets', S3Key: 'new.zip' }],
    ['from the request', { ZipFile: ZIP }],
  ])('puts other code in force, %s, after a while', (_where, input) =>
    play(async (world) => {
      expect(await said(world)).toBe('from the template');
      expect(ask(world, 'UpdateFunctionCode', input)).toMatchObject({
        CodeSize: ZIP.byteLength,
        LastUpdateStatus: 'InProgress',
      });
      expect(await said(world)).toBe('from the template');
      await world.play(0.1);
      expect(await said(world)).toBe('from a bucket');
    }),
  );

  test('tries without changing anything', () =>
    play(async (world) => {
      ask(world, 'UpdateFunctionCode', { ZipFile: ZIP, DryRun: true });
      await world.play(0.1);
      expect(await said(world)).toBe('from the template');
    }));

  test.each([
    ['is no archive', { S3Bucket: 'assets', S3Key: 'text.zip' }, NO_ZIP],
    ['is not in the bucket', { S3Bucket: 'assets', S3Key: 'none.zip' }, 'NoSuchKey'],
    ['is in two places', { S3Bucket: 'assets', S3Key: 'new.zip', ZipFile: ZIP }, 'Please do not provide other'],
    ['is nowhere', { S3Bucket: 'assets' }, 'Please provide a source for function code.'],
    ['lacks the handler', { ZipFile: zipSync({ 'other.mjs': strToU8('') }) }, 'there is no index.mjs'],
    ['is to be published', { ZipFile: ZIP, Publish: true }, 'publishes no versions'],
  ])('takes no code that %s', (_what, input, why) =>
    play(async (world) => {
      expect(() => ask(world, 'UpdateFunctionCode', input)).toThrow(why);
      expect(await said(world)).toBe('from the template');
    }),
  );
});
