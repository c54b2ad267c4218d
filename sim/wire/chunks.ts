import type { Content } from './content.ts';

/** `400;chunk-signature=…`: how many octets follow, in hexadecimal. */
const SIZE = /^([\da-f]+)(?:;[^\r\n]*)?$/i;
const LINE_END = '\r\n';

/**
 * The body of an upload in AWS's own chunks, `aws-chunked`, put together. What follows the last chunk, such as a checksum
 * that was not known before, becomes a header. The signatures of the chunks are not verified, like any other here.
 */
export const withoutChunks = ({ headers, body }: Content): Content => {
  const { chunks, rest } = split(body);
  const whole = Buffer.concat(chunks);
  const announced = headers['x-amz-decoded-content-length'];
  if (announced !== undefined && Number(announced) !== whole.length) {
    throw new Error(`its chunks have ${whole.length} bytes, where ${String(announced)} were announced`);
  }
  return { headers: { ...withoutEncoding(headers), ...trailers(rest) }, body: whole };
};

const split = (body: Buffer): { readonly chunks: readonly Buffer[]; readonly rest: string } => {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf(LINE_END, at);
    const size = SIZE.exec(end < 0 ? '' : body.toString('latin1', at, end))?.[1];
    if (size === undefined) throw new Error('a chunk does not begin with its size');
    const from = end + LINE_END.length;
    const to = from + Number.parseInt(size, 16);
    if (to > body.length) throw new Error('it ends within a chunk');
    if (to === from) return { chunks, rest: body.toString('latin1', from) };
    chunks.push(body.subarray(from, to));
    at = to + LINE_END.length;
  }
};

const trailers = (rest: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    rest
      .split(/\r?\n/)
      .map((line) => /^([\w-]+):\s*(.*)$/.exec(line))
      .flatMap((found) => (found === null ? [] : [[(found[1] ?? '').toLowerCase(), (found[2] ?? '').trim()]])),
  );

/** It speaks of the way here, and not of what was sent: other encodings stay. */
const withoutEncoding = ({ 'content-encoding': encoding, ...headers }: Content['headers']): Content['headers'] => {
  const others = String(encoding ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one !== 'aws-chunked');
  return others.length === 0 ? headers : { ...headers, 'content-encoding': others.join(',') };
};
