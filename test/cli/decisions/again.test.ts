import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { again } from '../../../cli/commands/replay/again.ts';
import { differences } from '../../../cli/commands/replay/differences.ts';
import { entryItem } from '../../../lambdas/aws/ledger-items.ts';
import { decide } from '../../../lambdas/domain/decide.ts';
import type { Decision } from '../../../lambdas/domain/decision.ts';
import type { Traffic } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { paired, watched } from '../../../lambdas/domain/watch-list.ts';
import { step } from '../../aws/table.ts';
import { alarm, at, deployment, guard, NOW, policy, situation, variantName } from '../../builders.ts';
import { anyNow, anySituation } from '../../situations.ts';

const recorded = (decision: Decision) => entryItem(step({ decision }));
const decided = (seen = situation(), now = NOW): Decision => ({
  code: '0.1.0',
  now,
  situation: seen,
  verdict: decide(seen, now),
});

test('a decision that was recorded is made again, whatever the situation', () => {
  fc.assert(
    fc.property(anySituation(), anyNow(), (seen, now) => {
      const decision = decided(seen, now);
      const asked = again(recorded(decision));
      expect(asked).toMatchObject({ kind: 'asked', differs: [] });
      expect(asked.kind === 'asked' && differences(asked.decision, decision)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('a verdict that this version does not come to is shown where it differs', () => {
  const { verdict, ...rest } = decided();
  if (verdict.kind !== 'roll-back') throw new Error('the builders roll back');
  const other = { ...verdict, to: { stable: 90, canary: 5 }, incident: { ...verdict.incident, told: 3 } };
  expect(again(recorded({ ...rest, verdict: other }))).toMatchObject({
    differs: [
      { where: 'incident.told', recorded: 3, now: 0 },
      { where: 'to.canary', recorded: 5, now: 0 },
    ],
  });
});

test.each([
  ['without a decision', {}, 'no-decision'],
  ['with one that is no JSON', { decision: { S: '{' } }, 'no-decision'],
  ['of the first version', { schema: { N: '1' } }, 'no-decision'],
  ['F51: of a newer version, with another shape,', { schema: { N: '4' }, decision: { S: '{"v":4}' } }, 'newer'],
])('an entry %s cannot be asked again', (_, over, kind) => {
  expect(again({ ...entryItem(step()), ...over })).toMatchObject({ kind, what: 'intent' });
});

test.each([
  ['the same', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
  ['a member that is undefined, and one that is not there', { a: undefined }, {}, []],
  ['a list and an object', { a: [1] }, { a: { 0: 1 } }, ['a']],
  ['a longer list', [1], [1, 2], ['1']],
  ['null and nothing', { a: null }, {}, ['a']],
  ['two texts', 'x', 'y', ['']],
])('%s', (_, one, other, where) => {
  expect(differences(one, other).map((difference) => difference.where)).toEqual(where);
});

describe('the largest decision', () => {
  const canaries = Array.from({ length: 9 }, (_, n) => variantName(`canary-with-a-rather-long-name-${n}`));
  const guards = Array.from({ length: 10 }, (_, n) =>
    guard({ id: `latency-p9${n}`, signal: 'latency', percentile: 90 + n / 2 }),
  );
  const values = Object.fromEntries(guards.map(({ percentile }) => [`latency-p${percentile}`, 123.456789]));
  const minutes = Array.from({ length: 15 }, (_, n) => ({ start: at(n), requests: 123_456, values }));
  const of: Policy = policy({ canaries, guards });
  const list = watched(deployment(of), of);
  const seen = situation({
    policy: of,
    alarms: paired(
      list,
      list.map(({ name }) =>
        alarm(name, { state: 'ALARM', evidence: { datapoints: [1.2345678901, 2, 3], threshold: 1, from: NOW } }),
      ),
    ),
    traffic: Object.fromEntries([of.stable, ...canaries].map((name) => [name, minutes])) as Traffic,
  });

  test('(ten variants, ten guards each) takes a quarter at the most of the 400 KB that an item may have', () => {
    expect(JSON.stringify(recorded(decided(seen))).length).toBeLessThan(100_000);
  });
});
