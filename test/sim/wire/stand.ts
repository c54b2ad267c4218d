import { afterAll } from 'vitest';
import { makeClock } from '../../../sim/kernel/clock.ts';
import { makeJournal } from '../../../sim/kernel/journal.ts';
import { makeSeeded } from '../../../sim/kernel/seeded.ts';
import { makeStillness } from '../../../sim/kernel/stillness.ts';
import { SERVED } from '../../../sim/models/served.ts';
import type { Api, ApiName, Decision, Wires } from '../../../sim/types.ts';
import { makeServer, type ServerOptions } from '../../../sim/wire/server.ts';
import { type Client, clientOf, commandOf, type Speaker } from './clients.ts';

export type Answer = (input: never) => unknown;

/** Every service with every operation, all of which answer what the test says. */
export const makeStand = async (options: Partial<ServerOptions> = {}) => {
  const clock = makeClock(Date.UTC(2020, 0, 1));
  const stillness = makeStillness();
  const journal = makeJournal(clock);
  const told: { answer: Answer; decision: Decision } = { answer: () => ({}), decision: { allowed: true } };
  const wires = {
    account: { id: '111122223333', region: 'eu-west-1', partition: 'aws' },
    clock,
    journal,
    seeded: makeSeeded(1),
    faults: {},
    iam: { judge: () => told.decision },
  } as unknown as Wires;
  const server = await makeServer(wires, {
    apis: (Object.keys(SERVED) as ApiName[]).map((name) => apiOf(name, told)),
    principalOf: (id) => (id === 'AKIAKNOWN' ? { kind: 'person', name: 'ana' } : undefined),
    stillness,
    immediately: true,
    ...options,
  });
  afterAll(server.close);

  const client = (speaker: Speaker, over: object = {}): Client => clientOf(speaker, { endpoint: server.url, ...over });
  const call = (speaker: Speaker, operation: string, input: unknown): Promise<object> =>
    client(speaker).send(commandOf(speaker.service, operation, input));
  /** The error that the call must end in. */
  const failing = async (...asked: Parameters<typeof call>): Promise<Readonly<Record<string, unknown>>> => {
    const failed: unknown = await call(...asked).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failed === undefined) throw new Error(`${asked[1]} succeeded`);
    return failed as Readonly<Record<string, unknown>>;
  };
  return { server, clock, stillness, journal, told, client, call, failing };
};

const apiOf = (name: ApiName, told: { readonly answer: Answer }): Api => {
  const operation = {
    needs: () => [{ action: `${name}:Act`, resource: 'arn:aws:x' }],
    run: (input: never) => told.answer(input),
  };
  return { name, operations: Object.fromEntries(SERVED[name].map((known) => [known, operation])) };
};

const signed = (signingName: string): string =>
  `AWS4-HMAC-SHA256 Credential=AKIAKNOWN/20200101/eu-west-1/${signingName}/aws4_request, SignedHeaders=host, Signature=0`;

type Raw = { readonly method: 'POST'; readonly headers: Record<string, string>; readonly body: string };

/** Requests that no client would send. */
export const asJson = (signingName: string, target: string, body: string): Raw => ({
  method: 'POST',
  headers: { authorization: signed(signingName), 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
  body,
});
export const asForm = (signingName: string, body: string): Raw => ({
  method: 'POST',
  headers: { authorization: signed(signingName), 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  body,
});
