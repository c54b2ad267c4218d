import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../lambdas/domain/model.ts';
import { remembering } from '../../lambdas/loop/remember.ts';
import { step } from '../../lambdas/loop/step.ts';
import type { Head, Ledger, Step } from '../../lambdas/ports.ts';
import { endpointName, incident, NOW, policy, shift } from '../builders.ts';
import { applyChange, type Memory, memory, portsOf } from '../memory.ts';

const fraud = endpointName('fraud');
const GAVE_UP = incident({
  shift: shift({ attempts: 3 }),
  told: 2,
  ending: { state: 'NOT_ROLLED_BACK', at: NOW, because: 'kept-being-reverted' },
});

/** One container: its ledger remembers what it has read. */
const container = (held: Memory) => {
  const ports = portsOf(held);
  const ledger = remembering(ports.ledger, new Map(), () => held.now);
  const look = async () => (await step({ ports: { ...ports, ledger }, deployment: held.deployment }, policy())).verdict;
  return { ledger, look };
};

describe('I5: a head that cannot be read', () => {
  test('is the one that this container saw last', async () => {
    const held = memory();
    held.heads.set(fraud, { incident: GAVE_UP, version: 7 });
    const { ledger, look } = container(held);
    expect(await look()).toBe('nothing');
    held.table = 'down';
    expect(await ledger.head(fraud)).toEqual({ incident: GAVE_UP, version: 7 });
    expect(await look()).toBe('nothing');
    expect(held.shifts).toEqual([]);
  });
  test('is an empty one to who never saw it: the first shift waits for no table', async () => {
    const held = memory();
    held.heads.set(fraud, { incident: GAVE_UP, version: 7 });
    held.table = 'down';
    expect(await container(held).ledger.head(fraud)).toMatchObject({ version: 'unknown' });
    expect(await container(memory()).look()).toBe('roll-back');
  });
  test('is an empty one again after five minutes: others may have gone on', async () => {
    const held = memory();
    held.heads.set(fraud, { incident: GAVE_UP, version: 7 });
    const { ledger } = container(held);
    await ledger.head(fraud);
    held.table = 'down';
    held.now += 5 * MINUTE;
    expect(await ledger.head(fraud)).toMatchObject({ version: 7 });
    held.now += 1;
    expect(await ledger.head(fraud)).toMatchObject({ version: 'unknown' });
  });
  test('is what this container wrote last', async () => {
    const held = memory();
    const { ledger, look } = container(held);
    await look();
    const written = held.heads.get(fraud);
    held.table = 'down';
    expect(await ledger.head(fraud)).toEqual({ ...written });
  });
  test('is forgotten once another look turns out to have written first, so that no shift waits for long', async () => {
    const held = memory();
    const { ledger, look } = container(held);
    await ledger.head(fraud);
    held.heads.set(fraud, { incident: { ...GAVE_UP, config: 'before' }, version: 9 });
    held.isHeadUnreadable = true;
    expect(await look()).toBe('roll-back');
    expect(held.shifts).toEqual([]);
    expect(await look()).toBe('roll-back');
    expect(held.shifts).toHaveLength(1);
  });
});

describe('C1: what a container could not write', () => {
  const endedAlone = async () => {
    const held = memory();
    held.table = 'down';
    const { look } = container(held);
    await look();
    applyChange(held, fraud);
    const over = incident({ ending: { state: 'RECOVERED', at: held.now, because: 'proved' }, told: 2, shift: shift() });
    held.unwritten.set(fraud, over);
    return { held, look, over };
  };
  test('is written by a look that finds nothing to do, once the table is back', async () => {
    const { held, look, over } = await endedAlone();
    held.table = 'up';
    expect(await look()).toBe('nothing');
    expect(held.heads.get(fraud)).toEqual({ incident: over, version: 1 });
    expect(held.done.at(-1)).toBe('caught-up');
    await look();
    expect(held.heads.get(fraud)?.version).toBe(1);
  });
  test('does not take the place of the incident that the table turns out to hold', async () => {
    const held = memory();
    const standing = { incident: { ...GAVE_UP, config: 'before' }, version: 9 };
    const ports = portsOf(held);
    const written: Step[] = [];
    const heads: Head[] = [
      { incident: undefined, version: 'unknown' },
      { ...standing, ahead: true },
    ];
    const ledger: Ledger = {
      ...ports.ledger,
      head: async () => heads.shift() ?? standing,
      write: async (step) => {
        written.push(step);
        return step.replaces === 'unknown' ? 'unwritten' : 'written';
      },
    };
    await step({ ports: { ...ports, ledger }, deployment: held.deployment }, policy());
    expect(written.map(({ what, replaces, incident: { config } }) => [what, replaces, config === 'before'])).toEqual([
      ['intent', 'unknown', false],
      ['shifted', 'unknown', false],
      ['caught-up', 9, true],
      ['told', 'unknown', false],
    ]);
  });
  test('goes on from the letters that others sent of it: the ledger takes what this one tells', async () => {
    const held = memory();
    const ports = portsOf(held);
    const written: Step[] = [];
    const ledger: Ledger = {
      ...ports.ledger,
      head: async () => {
        const own = written.at(-1)?.incident;
        return own ? { incident: { ...own, told: 1 }, version: 9, ahead: true } : { incident: own, version: 'unknown' };
      },
      write: async (step) => {
        written.push(step);
        return step.replaces === 'unknown' ? 'unwritten' : 'written';
      },
    };
    await step({ ports: { ...ports, ledger }, deployment: held.deployment }, policy());
    expect(written.map(({ what, replaces, incident: { told } }) => [what, replaces, told])).toEqual([
      ['intent', 'unknown', 0],
      ['shifted', 'unknown', 0],
      ['caught-up', 9, 1],
      ['told', 10, 2],
    ]);
    expect(held.letters.map(({ incident }) => incident?.number)).toEqual([2]);
  });
  test('waits while the table is down, and is told once', async () => {
    const { held, look } = await endedAlone();
    const letters = held.letters.length;
    expect(await look()).toBe('nothing');
    expect(held.heads.size).toBe(0);
    expect(held.letters).toHaveLength(letters);
  });
});
