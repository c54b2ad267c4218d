import { Readable } from 'node:stream';
import { HttpResponse } from '@smithy/core/protocols';

/** An answer of AWS as it comes over the wire. */
export type Answer = { readonly status: number; readonly body: string };

/** Settings of a real client that gets this for an answer, whatever it asks; there is no network. To make a client takes longer than to ask it. */
export const answeredWith = (answer: () => Answer) => ({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
  maxAttempts: 1,
  requestHandler: {
    handle: () => {
      const { status: statusCode, body } = answer();
      const headers = { 'content-type': 'application/x-amz-json-1.1' };
      return Promise.resolve({
        response: new HttpResponse({ statusCode, headers, body: Readable.from([Buffer.from(body)]) }),
      });
    },
  },
});

/** Such an error comes from the client, which says so itself: nothing of ours broke. */
export const isOfTheClient = (error: unknown): boolean => error instanceof Error && '$response' in error;
