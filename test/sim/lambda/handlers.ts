/** Source of a handler that needs no SDK and behaves as `event.do` says: quick to bundle, quick to start. */
export const PLAIN_HANDLER = `
import { setTimeout as sleep } from 'node:timers/promises';
let kept = [];
let warm = 0;

const acts = {
  'give': async ({ what }) => what,
  'give nothing': async () => {},
  'give too much': async () => 'x'.repeat(7_000_000),
  'throw': async () => { throw new RangeError('weights out of range'); },
  'fail twice': async (event, context) => { if (++warm < 3) throw new Error('not yet'); return { tries: warm }; },
  'say': async () => { console.log('hello'); console.log({ n: 1 }); await sleep(50); return { done: true }; },
  'wait': async ({ ms }) => { await sleep(ms); return 'waited'; },
  'look around': async (event, context) => ({ own: process.env.OWN, memory: context.memoryLimitInMB, timeout: context.getRemainingTimeInMillis(), warm: warm++ }),
  'hoard the heap': async () => { for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => ({ index }))); },
  'hoard buffers': async () => { for (let n = 0; n < 30; n += 1) { kept.push(Buffer.alloc(10_000_000, n)); await sleep(1); } return kept.length; },
  'waste buffers': async () => { for (let n = 0; n < 60; n += 1) { kept = [Buffer.alloc(10_000_000, n)]; await sleep(1); } return 'thrifty'; },
  'exit': async () => process.exit(3),
  'leave': async () => process.exit(0),
};

export const handler = async (event, context) => acts[event.do](event, context);
`;

/** Invokes the function that its event names, with the real SDK client, and gives what came of it. */
export const CALLING_HANDLER = `
import { LambdaClient, InvokeCommand } from '@aws-sdk/client-lambda';
const client = new LambdaClient({ maxAttempts: 1 });

export const handler = async ({ FunctionName, event, what }) => {
  if (FunctionName === undefined) return what;
  const began = Date.now();
  try {
    const { StatusCode, Payload } = await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
    return { StatusCode, after: Date.now() - began, gave: JSON.parse(Buffer.from(Payload).toString()) };
  } catch (error) {
    return { refused: error.name, reason: error.Reason, status: error.$metadata.httpStatusCode };
  }
};
`;
