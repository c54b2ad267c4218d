import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../lambdas/domain/model.ts';
import type { OrderAnswer } from '../../lambdas/domain/strategies/order.ts';
import { step } from '../../lambdas/loop/step.ts';
import { deployment, endpointName, fleet, policy, variant } from '../builders.ts';
import { type Memory, memory, portsOf } from '../memory.ts';

const FRAUD = endpointName('fraud');

/** Stable takes 800 of 1,000 requests a minute: it is raised from two instances to three, within ten minutes. */
const SCALED = policy({
  stableMaxRequestsPerInstance: 400,
  strategy: { kind: 'scale-then-shift', maxInstances: 6, withinMinutes: 10 },
});
const scaled = (): Memory => memory(deployment(SCALED));

type Given = { readonly answers?: OrderAnswer; readonly after?: number };

const look = async (held: Memory, { answers = { kind: 'accepted', reaches: 3 }, after = 0 }: Given = {}) => {
  held.now += after;
  const carryOut = async ({ id }: { readonly id: string }): Promise<OrderAnswer> => {
    held.done.push(`order for ${id}`);
    return answers;
  };
  const world = { ports: { ...portsOf(held), strategist: { carryOut } }, deployment: held.deployment };
  return (await step(world, SCALED)).verdict;
};
const bySubject = ({ letters }: Memory) => letters.map(({ headline }) => headline.replace(/:.*/, ''));
const incidentOf = (held: Memory) => held.heads.get(FRAUD)?.incident;
const grown = (held: Memory, instances = 3) =>
  held.fleets.set(FRAUD, fleet({ variants: [variant('stable', 90, { instances }), variant('canary', 10)] }));

describe('what comes before a shift', () => {
  test('C1: is in the ledger before anybody is asked for it, and its answer after that', async () => {
    const held = scaled();
    expect(await look(held)).toBe('prepare');
    expect(held.done.slice(-5)).toEqual(['order', 'order for fraud-20260101T100930', 'ordered', 'publish', 'told']);
    expect(held.shifts).toEqual([]);
    expect(incidentOf(held)?.preparing).toMatchObject({ attempts: 1, done: { reaches: 3 } });
  });

  test('F19: ends in a shift once stable has grown, and people are told thrice', async () => {
    const held = scaled();
    await look(held);
    held.fleets.set(FRAUD, fleet({ status: 'Updating' }));
    expect(await look(held, { after: MINUTE })).toBe('hold');
    grown(held);
    expect(await look(held, { after: MINUTE })).toBe('roll-back');
    expect(bySubject(held)).toEqual(['Raising stable before rolling back fraud', 'Rolling back fraud']);
    expect(held.letters[1]?.done).toContain('Stable was raised from 2 to 3 instances first');
  });

  test('F19: is told anew when it did not come in time', async () => {
    const held = scaled();
    await look(held);
    held.fleets.set(FRAUD, fleet({ status: 'Updating' }));
    expect(await look(held, { after: 10 * MINUTE })).toBe('hold');
    expect(bySubject(held)).toEqual(['Raising stable before rolling back fraud', 'NOT rolled back fraud']);
    expect(held.letters[1]?.done).toContain('has not grown within 10 minutes');
  });

  test('F45: is asked of nobody while the ledger takes nothing: the second function believes nothing else', async () => {
    const held = scaled();
    held.table = 'down';
    await look(held);
    expect(held.done.filter((one) => one.startsWith('order for'))).toEqual([]);
    expect(held.letters[0]?.done).toContain('the ledger did not take the order');
  });

  test('F01: is asked for once by two looks at the same moment', async () => {
    const held = scaled();
    await Promise.all([look(held), look(held)]);
    expect(held.done.filter((one) => one.startsWith('order for'))).toHaveLength(1);
  });

  test('F10: is forgotten where the endpoint was busy, and asked for by a later look', async () => {
    const held = scaled();
    await look(held, { answers: { kind: 'busy' } });
    expect(incidentOf(held)?.preparing).toBeUndefined();
    expect(incidentOf(held)?.hold).toMatchObject({ kind: 'endpoint-busy' });
    expect(await look(held, { after: SECOND })).toBe('prepare');
    expect(incidentOf(held)?.preparing?.attempts).toBe(1);
  });

  test('F43: is told with its reason where it was refused, and asked for three times', async () => {
    const held = scaled();
    const answers: OrderAnswer = { kind: 'refused', message: 'AccessDeniedException: no' };
    for (const after of [0, 30 * SECOND, 30 * SECOND, 30 * SECOND]) await look(held, { answers, after });
    expect(held.done.filter((one) => one.startsWith('order for'))).toHaveLength(3);
    expect(held.letters[0]?.done).toContain('AccessDeniedException: no');
    expect(incidentOf(held)?.hold).toMatchObject({ unraised: { kind: 'refused' } });
  });

  test('F41: is asked for again when its answer was lost and nothing came of it', async () => {
    const held = scaled();
    await look(held, { answers: { kind: 'lost', message: 'timeout' } });
    expect(held.letters).toEqual([]);
    expect(await look(held, { after: 10 * SECOND })).toBe('hold');
    expect(await look(held, { after: 20 * SECOND })).toBe('prepare');
    expect(incidentOf(held)?.preparing).toMatchObject({ attempts: 2 });
  });

  test('is refused where the deployment has nobody for it', async () => {
    const held = scaled();
    await step({ ports: portsOf(held), deployment: held.deployment }, SCALED);
    expect(held.letters[0]?.done).toContain('has no function that carries out orders');
  });
});

test('F18: the last letter says what stays raised, and how to lower it', async () => {
  const held = scaled();
  await look(held, { answers: { kind: 'accepted', reaches: 3, bounds: { floor: 1, ceiling: 9 } } });
  for (const [name, one] of held.alarms) if (name.includes('/canary/')) held.alarms.set(name, { ...one, state: 'OK' });
  expect(await look(held, { after: MINUTE })).toBe('end');
  const next = held.letters.at(-1)?.next;
  expect(next).toContain('raised from 2 to 3 instances, and its autoscaling floor from 1 to 3');
  expect(next).toContain('--resource-id endpoint/fraud/variant/stable');
  expect(next).toContain('--min-capacity 1');
});
