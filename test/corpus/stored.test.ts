import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { dynamoLedger } from '../../lambdas/aws/ledger.ts';
import type { Ports } from '../../lambdas/ports.ts';
import { deployment, endpointName, incident, policy } from '../builders.ts';
import { type Memory, memory, portsOf } from '../memory.ts';
import { ANSWERS, GOOD_ANSWER } from './approvals.ts';
import { armed, came, expectNoTrouble, handled, quiet } from './handled.ts';
import { ITEMS } from './ledger-items.ts';
import { SWITCHES } from './switches.ts';
import { answeredWith } from './transport.ts';

let stored: object = {};
const answer = () => ({ status: 200, body: JSON.stringify({ Item: stored }) });
const table = dynamoLedger(new DynamoDBClient(answeredWith(answer)), 'Ledger', () => undefined);

/** The ledger of `held`, but for what is read there. */
const reading = (held: Memory, what: 'head' | 'answer', item: object): Partial<Ports> => {
  stored = item;
  return { ledger: { ...portsOf(held).ledger, [what]: table[what] } };
};

test('F51: an item of another version is read or counts as unreadable, where no guard is broken', () =>
  expectNoTrouble(ITEMS, async (item) => {
    const held = quiet();
    return came(await handled(held, { ports: reading(held, 'head', item) }), held);
  }));

test('F51: nor does it keep a look from its verdict where a guard is broken', () =>
  expectNoTrouble(ITEMS, async (item) => {
    const held = memory(deployment(policy({ mode: 'observe' })));
    return came(await handled(held, { ports: reading(held, 'head', item) }), held);
  }));

const waiting = (): Memory => {
  const held = memory(deployment(policy({ mode: 'approve' })));
  held.heads.set(endpointName('fraud'), { incident: incident(), version: 1 });
  return held;
};

test('S4: an answer that is replayed, forged, expired or of no meaning moves nothing', () =>
  expectNoTrouble(ANSWERS, async (item) => {
    const held = waiting();
    return came(await handled(held, { ports: reading(held, 'answer', item) }), held, ['hold']);
  }));

test('S4: the answer that was asked for does, so that the others mean something', async () => {
  const held = waiting();
  expect(await handled(held, { ports: reading(held, 'answer', GOOD_ANSWER) })).toBe('roll-back');
});

test('S11: a freeze switch that says anything but off stops the shift', () =>
  expectNoTrouble(SWITCHES, async (value) => {
    const held = armed();
    held.freeze = value;
    return came(await handled(held), held, ['hold']);
  }));
