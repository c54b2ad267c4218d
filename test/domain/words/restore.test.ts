import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { EndReason, HoldReason } from '../../../lambdas/domain/reasons.ts';
import { incidentLetter } from '../../../lambdas/domain/words/incident-letter.ts';
import { restoredInShort } from '../../../lambdas/domain/words/restore.ts';
import { at, incident, NOW, policy, shift, variantName } from '../../builders.ts';

const ONE = policy({ canaries: [], restore: { bakeMinutes: 60 } });
const good = { config: 'config-0', variant: variantName('stable'), since: at(-200), until: at(-100), requests: 60_000 };
const order = { kind: 'restore', from: 'config-1', to: 'config-0', goodUntil: good.until } as const;
const preparing = { order, requestedAt: NOW, askedAt: NOW, attempts: 3 };
const letter = (over: Partial<Incident>) =>
  incidentLetter({
    incident: { ...incident({ weightsAtOpen: { stable: 1 }, lastGood: good }), ...over } as Incident,
    policy: ONE,
    places: { guardPrefix: 'rb/guard/fraud/', freezeParameter: '/rb/freeze' },
  });
const RESTORE =
  'aws sagemaker update-endpoint --endpoint-name fraud --endpoint-config-name config-0 --retain-all-variant-properties';

test('a restore that was asked for says what replaces what, until when it was good, and what nobody looked at', () => {
  const { headline, done, tone } = letter({
    preparing: { ...preparing, unproved: ['image a:1', 'model data s3://b'] },
  });
  expect([headline, tone]).toEqual(['Restoring fraud: back to endpoint config config-0', 'acting']);
  expect(done).toContain(
    'for config-0 (good from 2026-01-01 06:40:00 UTC until 2026-01-01 08:20:00 UTC) in the place of config-1',
  );
  expect(done).toContain('Nobody looked at: image a:1, model data s3://b.');
});

test('of a config of which all was looked at nothing else is said', () => {
  const { means } = letter({
    preparing: { ...preparing, inForceAt: at(12) },
    told: 1,
    ending: { state: 'RECOVERED', at: at(14), because: 'proved' },
  });
  expect(means).toBe('Users are on config-0 instead of config-1.');
});

describe('a hold says why nothing was restored, and gives the command for it:', () => {
  const holds: readonly (readonly [HoldReason, RegExp, string])[] = [
    [{ kind: 'nothing-good-known' }, /under its guards for 60 minutes/, 'aws sagemaker list-endpoint-configs'],
    [{ kind: 'good-configs-unreadable' }, /ledger could not be read/, 'aws sagemaker list-endpoint-configs'],
    [
      { kind: 'good-config-unproved', config: 'config-0', what: 'model m does\nnot exist' },
      /model m does not exist/,
      'aws sagemaker list-endpoint-configs',
    ],
    [{ kind: 'not-one-variant', variants: ['a', 'b'] }, /variants a, b/, 'aws sagemaker describe-endpoint'],
    [{ kind: 'observing' }, /in mode auto, config-0 would now be restored/, RESTORE],
    [{ kind: 'recommending' }, /a person has to restore config-0/, RESTORE],
    [{ kind: 'frozen' }, /frozen/, RESTORE],
    [{ kind: 'deployment-pending', config: 'config-2' }, /config-2/, 'aws sagemaker describe-endpoint'],
  ];
  test.each(holds)('%o', (hold, why, command) => {
    const told = letter({ hold });
    expect(told.done).toMatch(why);
    expect(told.done).toMatch(/^Nothing was restored: /);
    expect(told.means).toBe('config-1 stays in service, and every minute is looked at again.');
    expect(told.command.slice(0, command.length)).toBe(command);
  });
  test('from a list where no config is known', () => {
    const { lastGood: _none, ...rest } = incident({ lastGood: good, hold: { kind: 'frozen' } });
    const places = { guardPrefix: 'rb/guard/fraud/', freezeParameter: '/rb/freeze' };
    expect(incidentLetter({ incident: rest as Incident, policy: ONE, places }).next).toContain('Choose the config');
  });
});

describe('the last letter speaks of configs and not of weights:', () => {
  const ended = (because: EndReason, over: Partial<Incident> = {}) =>
    letter({ preparing, told: 1, ending: { state: 'NOT_ROLLED_BACK', at: at(20), because }, ...over });
  const short: readonly (readonly [EndReason, RegExp])[] = [
    ['proved', /config-0 is back, and it is proved/],
    ['not-proved-in-time', /the update never ended/],
    ['kept-being-reverted', /SageMaker did not keep the good config/],
    ['new-config', /it was deployed anew meanwhile/],
    ['breach-over', /nothing was restored/],
  ];
  test.each(short)('%s', (because, headline) => {
    const told = ended(because);
    expect(told.headline).toMatch(headline);
    expect([told.done, told.means, told.next].join(' ')).not.toMatch(/weight|canary/);
  });
  test('of one that was in force, and did not help', () => {
    expect(ended('not-proved-in-time', { preparing: { ...preparing, inForceAt: at(14) } }).headline).toContain(
      'restored, and not proved',
    );
  });
  test('the code of the endpoint is told what to say, before its next deployment brings the bad config back', () => {
    const { code } = ended('proved');
    expect(code).toContain('endpoint_config_name = "config-0"');
    expect(code).toContain("endpointConfigName: 'config-0'");
  });
  test('after three requests a person gets the command', () => {
    expect(ended('kept-being-reverted').command).toBe(RESTORE);
    expect(ended('kept-being-reverted').done).toContain(', 3 times;');
  });
  test('in short as well, where a list tells how incidents ended', () => {
    const ended = { state: 'RECOVERED', at: at(20), because: 'proved' } as const;
    const restored = incident({ weightsAtOpen: { stable: 1 }, ending: ended });
    expect(restoredInShort({ ...restored, preparing })).toBe('config-0 is back, and it is proved');
    expect(restoredInShort({ ...restored, lastGood: good })).toContain('is back');
    expect(restoredInShort({ ...restored, lastGood: good, shift: shift() })).toBeUndefined();
    expect(restoredInShort({ ...restored, preparing, ending: { ...ended, because: 'endpoint-gone' } })).toBeUndefined();
    expect(restoredInShort(incident({ preparing }))).toBeUndefined();
    expect(restoredInShort(restored)).toBeUndefined();
  });
  test('any other ending reads as it does for weights', () => {
    expect(ended('endpoint-gone').headline).toContain('it does not exist any more');
  });
});

test('an incident that moved weights before its owner asked for restoring is told by weights to its end', () => {
  const { headline, done } = letter({
    shift: shift({ wanted: { stable: 1, canary: 0 }, inForceAt: at(12) }),
    told: 1,
    ending: { state: 'RECOVERED', at: at(20), because: 'proved' },
  });
  expect(headline).toBe('RECOVERED fraud: traffic is on stable, and it is proved');
  expect(done).not.toContain('endpoint config');
  expect(done).not.toContain('config-0');
});

test('mode approve asks for an answer, and has the command for whoever has no clone', () => {
  const { headline, next, command } = incidentLetter({
    incident: incident({ lastGood: good, hold: { kind: 'awaiting-approval', until: at(25), plan: 'p' } }),
    policy: { ...ONE, mode: 'approve' },
    places: { guardPrefix: 'rb/guard/fraud/', freezeParameter: '/rb/freeze' },
  });
  expect(headline).toMatch(/^APPROVE\? Roll back fraud/);
  expect(next).toMatch(/npx sagemaker-rollback approve fraud-\S+ lets it restore that, and .* decline /);
  expect(command).toBe(RESTORE);
});
