import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { loadTemplate } from '../../sim/template/load.ts';
import { lockstep } from '../../simulation/bundled/lockstep.ts';
import { record } from '../../simulation/bundled/record.ts';
import type { Recording } from '../../simulation/bundled/recording.ts';
import { differenceIn } from '../../simulation/bundled/same.ts';
import { FAULTS } from '../../simulation/plan/faults.ts';
import type { Plan } from '../../simulation/plan/plan.ts';
import { worldOf } from '../../simulation/plan/world-of.ts';
import { endpointName, policy as policyOf, variantName } from '../builders.ts';

const DETECTOR = endpointName('fraud-detector');

/** An endpoint that the demo's template guards; its canary soon fails half of its requests. */
const demoWorld = (over: Partial<Plan> = {}): Plan => {
  const plan = worldOf(1);
  const [first] = plan.endpoints;
  if (first === undefined) throw new Error('a world has an endpoint');
  const { start } = plan;
  const { contacts, guards } = first.policy;
  const errors = guards.filter(({ signal }) => signal === '5xx');
  const policy = policyOf({ endpoint: DETECTOR, contacts, guards: errors });
  const weights = { stable: 90, canary: 10 };
  return {
    ...plan,
    minutes: 14,
    endpoints: [{ policy, config: 'config-1', weights, instances: 3, requestsPerMinute: 1_000, pinnedToCanary: 0 }],
    happenings: [
      {
        at: start + 90_000,
        endpoint: DETECTOR,
        what: 'falls-ill',
        variant: variantName('canary'),
        failing: 0.5,
        slowMs: 0,
      },
    ],
    outages: [],
    faultRate: 0,
    takenBack: 0,
    metricDelayMs: 2_000,
    delivery: { duplicated: 0, late: 0, reordered: 0, lost: 0, deadLettered: 0 },
    ...over,
  };
};

const played = async (recording: Recording) => {
  const home = mkdtempSync(join(tmpdir(), 'bundled-test-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return lockstep(recording, loadTemplate(inject('demoTemplate')), home);
};

const callsIn = ({ invocations }: Recording) => invocations.flatMap(({ calls }) => calls);
const questionsIn = (recording: Recording) => callsIn(recording).map(({ question }) => question.name);

describe('the bundled function', () => {
  test('asks, decides and writes what the same code does in memory', async () => {
    const recording = await record(demoWorld());
    expect(questionsIn(recording)).toContain('shift fraud-detector');
    expect(questionsIn(recording)).toContain('publish fraud-detector');

    const compared = await played(recording);
    expect(compared).not.toHaveProperty('difference');
    expect(compared.calls).toBeGreaterThan(40);
    expect(compared.verdicts).toBeGreaterThan(3);
  });

  test('does so where calls fail, too', async () => {
    const recording = await record(demoWorld({ seed: 2, faults: FAULTS, faultRate: 0.15 }));
    const faults = callsIn(recording).flatMap(({ fault }) => fault ?? []);
    expect(new Set(faults).size).toBeGreaterThan(4);
    expect(await played(recording)).not.toHaveProperty('difference');
  });

  test('is found out at the first thing that it does otherwise', async () => {
    const recording = await record(demoWorld());
    const policies = recording.deployment.policies.map((policy) => ({ ...policy, mode: 'observe' as const }));
    const { difference } = await played({ ...recording, deployment: { ...recording.deployment, policies } });
    expect(difference?.what).toBe('write fraud-detector: what: expected "intent", got "hold"');
  });
});

describe('two values are the same', () => {
  test.each([
    ['but for milliseconds of a time', { at: 1_767_607_200_000.4 }, { at: 1_767_607_200_019 }],
    [
      'but for what AWS says of an error',
      { answer: { kind: 'lost', message: 'reset' } },
      { answer: { kind: 'lost', message: 'hang up' } },
    ],
    ['but for the last digits of a reading', { p99: 120.1 }, { p99: 120.100000001 }],
  ])('%s', (_, one, other) => {
    expect(differenceIn(one, other)).toBeUndefined();
  });

  test.each([
    [{ at: 1_767_607_200_000 }, { at: 1_767_607_200_030 }, 'at: expected 1767607200000, got 1767607200030'],
    [{ to: { stable: 1 } }, { to: { stable: 0 } }, 'to.stable: expected 1, got 0'],
    [{ incident: {} }, { incident: { hold: 'x' } }, 'incident.hold: expected nothing, got "x"'],
    [['a'], ['a', 'b'], '1: expected nothing, got "b"'],
  ])('and %o is not %o', (one, other, difference) => {
    expect(differenceIn(one, other)).toBe(difference);
  });
});
