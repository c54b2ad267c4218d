import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { runner, shipped } from '../artefacts.ts';
import { reported } from '../child.ts';
import { alarmEvent, lambdaContext, sweepEvent } from '../invocation.ts';
import { type Asked, type Aws, makeAws } from './aws.ts';
import { CONCURRENCY, MOST_AGE_MS } from './containers.ts';
import { EMAIL, type Endpoint, isHealthy, makeDeployment, makeEndpoints } from './endpoints.ts';
import { isHeld, isOfStorm } from './storm.ts';
import type { Shipped } from './template.ts';

/**
 * One container of those that share the storm, and the one that has the worst of it: each fifth alarm is its, and every
 * sweep. It is the bundle in a process of its own, with the memory that its function has.
 */
export type Alone = {
  readonly budget: number;
  readonly rssMb: number;
  readonly memoryMb: number;
  readonly invocations: number;
  /** What the runs that failed said. */
  readonly failures: readonly string[];
  readonly dropped: number;
  readonly shifted: number;
  readonly looked: number;
  readonly letters: number;
  /** Of them, those that say that nothing was shifted. */
  readonly heldLetters: number;
  /** Of them, those that tell of all at once. */
  readonly stormLetters: number;
  /** Of all guards. */
  readonly alarms: number;
  /** Calls of DescribeAlarms that a sweep makes, on average. */
  readonly pagesPerListing: number;
};

export type AloneStorm = {
  readonly endpoints: number;
  readonly healthy: number;
  readonly callsPerSecond: number;
  readonly minutes: number;
};

const MINUTE = 60_000;

/** As AWS's own start script for Node shares a function's memory out (assumed). */
const heapOf = (memoryMb: number): readonly string[] => [
  `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`,
  `--max-semi-space-size=${Math.floor(memoryMb * 0.05)}`,
];

export const playAlone = async (
  storm: AloneStorm,
  { alarms, memoryMb }: Shipped,
  directory: string,
): Promise<Alone> => {
  mkdirSync(directory, { recursive: true });
  const deployment = makeDeployment(storm.endpoints + storm.healthy, storm.callsPerSecond);
  const bundle = shipped(directory, 'lambdas/reconcile.ts', deployment).file;
  const start = Date.now();
  const endpoints = [...makeEndpoints(deployment, start, storm.endpoints).values()];
  const aws = makeAws({ endpoints, alarms, email: EMAIL, now: Date.now });
  const server = await serve(aws);
  const plan = join(directory, 'plan.json');
  const end = start + storm.minutes * MINUTE;
  const events = eventsOf(endpoints, { start, end });
  const context = JSON.parse(lambdaContext()) as unknown;
  writeFileSync(plan, JSON.stringify({ bundle, context, end, mostAgeMs: MOST_AGE_MS, events }));
  try {
    const { report } = await reported<Reported>(server.url, [...heapOf(memoryMb), runner(directory, 'storm'), plan]);
    return {
      ...report,
      memoryMb,
      budget: storm.callsPerSecond,
      ...soFar(aws.asked),
      alarms: endpoints.length * alarms.length,
    };
  } finally {
    await server.close();
  }
};

type Reported = Pick<Alone, 'rssMb' | 'invocations' | 'failures' | 'dropped'>;

const soFar = ({ shifted, looked, headlines, pages, listings }: Asked) => ({
  shifted: shifted.size,
  looked: looked.size,
  letters: headlines.length,
  heldLetters: headlines.filter(isHeld).length,
  stormLetters: headlines.filter(isOfStorm).length,
  pagesPerListing: pages / listings,
});

const eventsOf = (endpoints: readonly Endpoint[], { start, end }: { readonly start: number; readonly end: number }) => {
  const alarms = endpoints
    .filter((one, place) => !isHealthy(one) && place % CONCURRENCY === 0)
    .map((one) => ({
      at: one.ill + 200,
      event: JSON.parse(alarmEvent(one.alarms.find(({ ofCanary }) => ofCanary)?.name ?? '')) as unknown,
    }));
  const minutes = Array.from({ length: Math.ceil((end - start) / MINUTE) }, (_, place) => ({
    at: start + place * MINUTE + MINUTE / 2,
    event: JSON.parse(sweepEvent()) as unknown,
  }));
  return [...alarms, ...minutes].sort((one, other) => one.at - other.at);
};

const ANSWER_MS = 40;

const serve = async (aws: Aws) => {
  const server = createServer({ noDelay: true, keepAliveTimeout: 0 }, (request, response) => {
    void text(request).then((body) => {
      const { operation, asked } = readCall(request, body);
      const reply = aws.answer(operation, asked);
      setTimeout(() => answer(response, reply), ANSWER_MS);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

/** JSON services name their operation in a header, SNS in its form. */
const readCall = ({ headers }: IncomingMessage, body: string) => {
  const target = headers['x-amz-target'];
  if (typeof target === 'string')
    return { operation: target.split('.')[1] ?? '', asked: JSON.parse(body) as Readonly<Record<string, unknown>> };
  const form = Object.fromEntries(new URLSearchParams(body));
  return { operation: form['Action'] ?? '', asked: form };
};

const answer = (response: ServerResponse, reply: ReturnType<Aws['answer']>): void => {
  if (typeof reply === 'string') return void response.writeHead(200, { 'content-type': 'text/xml' }).end(reply);
  response.writeHead(reply === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(reply ?? { __type: 'ValidationException', message: 'no such thing' }));
};
