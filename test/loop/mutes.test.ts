import { describe, expect, test } from 'vitest';
import type { Mutes } from '../../lambdas/domain/mutes.ts';
import { step } from '../../lambdas/loop/step.ts';
import { sweep } from '../../lambdas/loop/sweep.ts';
import { alarmName, deployment, policy } from '../builders.ts';
import { type Memory, memory, portsOf } from '../memory.ts';

const MUTED: Mutes = { [alarmName('canary')]: { rule: 'quiet-night' } };

const worldOf = (held: Memory, muted: Mutes) => {
  const ports = portsOf(held);
  const mutes = async () => {
    held.done.push('mutes');
    return muted;
  };
  return { deployment: held.deployment, ports: { ...ports, alarms: { ...ports.alarms, mutes } } };
};

describe('F31: what people have muted', () => {
  test('is read in the same round as all else where an event says that an alarm went off', async () => {
    const held = memory();
    await step(worldOf(held, {}), policy(), 'alarm', true);
    expect(held.done.indexOf('mutes')).toBeLessThan(held.done.indexOf('intent'));
    expect(held.done.filter((what) => what === 'mutes')).toHaveLength(1);
    expect(held.shifts).toHaveLength(1);
  });
  test('is read before a shift that no alarm announced, and holds it', async () => {
    const held = memory();
    await step(worldOf(held, MUTED), policy(), 'endpoint state');
    expect(held.done).toContain('mutes');
    expect(held.shifts).toEqual([]);
    expect(held.letters.map(({ done }) => done).join()).toContain('quiet-night');
  });
  test('is read before stable is raised for a shift, too', async () => {
    const strategy = { kind: 'scale-then-shift', maxInstances: 6, withinMinutes: 10 } as const;
    const scaled = policy({ stableMaxRequestsPerInstance: 400, strategy });
    const held = memory(deployment(scaled));
    const carryOut = () => Promise.reject(new Error('nobody may be asked'));
    const world = worldOf(held, MUTED);
    await step({ ...world, ports: { ...world.ports, strategist: { carryOut } } }, scaled, 'endpoint state');
    expect(held.letters.map(({ done }) => done).join()).toContain('quiet-night');
  });
  test('is not read by a look that shifts nothing anyway', async () => {
    const held = memory();
    held.alarms.clear();
    await step(worldOf(held, MUTED), policy(), 'endpoint state');
    expect(held.done).not.toContain('mutes');
  });
  test('is read once by a sweep, which looks again by itself when the mute is over', async () => {
    const held = memory();
    await sweep(worldOf(held, MUTED));
    expect(held.shifts).toEqual([]);
    held.now += 60_000;
    await sweep(worldOf(held, {}));
    expect(held.shifts).toHaveLength(1);
    expect(held.done.filter((what) => what === 'mutes')).toHaveLength(2);
  });
});
