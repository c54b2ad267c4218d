import { describe, expect, test } from 'vitest';
import type { Breach, Exposure } from '../../../lambdas/domain/incident.ts';
import type { EndReason } from '../../../lambdas/domain/reasons.ts';
import { end } from '../../../lambdas/domain/settle.ts';
import { raise, setCapacity, setFloor } from '../../../lambdas/domain/words/commands.ts';
import { approvalWords } from '../../../lambdas/domain/words/endings.ts';
import { exposureWords } from '../../../lambdas/domain/words/exposure.ts';
import { gaveUpLetter, pinnedLetter } from '../../../lambdas/domain/words/hands-letters.ts';
import { holdWords } from '../../../lambdas/domain/words/holds.ts';
import { breachWords } from '../../../lambdas/domain/words/incident-letter.ts';
import { ANA, at, incident, judgeGuard, policy, shift, shifted, variantName } from '../../builders.ts';
import { told } from './page.ts';

describe('what the bad variant served', () => {
  const words = (over: Partial<Exposure>) =>
    exposureWords({
      ...shifted(),
      exposure: { variant: variantName('canary'), from: at(6), until: at(8), requests: 2_410, ...over },
    });

  test('says nothing of failures where latency is the guard, which counts none', () => {
    expect(words({ avoided: { requests: 1_200 } })).toBe(
      'From 10:06:00 UTC to 10:08:00 UTC canary served 2,410 requests. Estimate: with its share of 10 % it would have served 1,200 more requests since.',
    );
  });
  test('is said of one request as of many', () => {
    expect(words({ requests: 1, failed: 1, avoided: { requests: 1, failed: 1 } })).toBe(
      'From 10:06:00 UTC to 10:08:00 UTC canary served 1 request, and failed 1 of them. Estimate: with its share of 10 % it would have served 1 more request since, and failed 1 of them, had it gone on as before.',
    );
  });
  test('has no estimate where none was made, or the shift never was in force', () => {
    const served = 'From 10:06:00 UTC to 10:08:00 UTC canary served 2,410 requests.';
    expect(words({})).toBe(served);
    const exposure = { variant: variantName('canary'), from: at(6), until: at(8), requests: 2_410 };
    const avoided = { avoided: { requests: 1_200 } };
    for (const of of [incident(), incident({ shift: shift() })])
      expect(exposureWords({ ...of, exposure: { ...exposure, ...avoided } })).toBe(served);
  });
  test('has no estimate where nothing was avoided', () => {
    expect(words({ failed: 9, avoided: { requests: 0, failed: 0 } })).toBe(
      'From 10:06:00 UTC to 10:08:00 UTC canary served 2,410 requests, and failed 9 of them.',
    );
  });
});

describe('the command for the capacity of a variant', () => {
  const CHANGE =
    'aws sagemaker update-endpoint-weights-and-capacities --endpoint-name fraud --desired-weights-and-capacities';

  test('leaves the count to the reader, and knows that a serverless one has no instances', () => {
    expect(raise('fraud', 'stable', 'instances')).toBe(`${CHANGE} VariantName=stable,DesiredInstanceCount=COUNT`);
    expect(raise('fraud', 'stable', 'concurrency')).toBe(
      `${CHANGE} 'VariantName=stable,ServerlessUpdateConfig={MaxConcurrency=COUNT}'`,
    );
  });
  test('sets it to what it was, in its own unit', () => {
    expect(setCapacity('fraud', 'stable', { unit: 'instances', to: 2 })).toBe(
      `${CHANGE} 'VariantName=stable,DesiredInstanceCount=2'`,
    );
    expect(setCapacity('fraud', 'stable', { unit: 'concurrency', to: 20 })).toBe(
      `${CHANGE} 'VariantName=stable,ServerlessUpdateConfig={MaxConcurrency=20}'`,
    );
  });
  test('sets the floor of what scales by itself at that very variant', () => {
    expect(setFloor('fraud', 'stable', 3)).toMatch(
      /^aws application-autoscaling register-scalable-target .* --resource-id endpoint\/fraud\/variant\/stable .* --min-capacity 3$/,
    );
  });
});

describe('who approved it', () => {
  test('is said with how late that was, in whole minutes begun', () => {
    expect(approvalWords({ approval: { by: ANA, at: at(41), late: 61_000 } })).toBe(
      `${ANA} approved it at 10:41:00 UTC, 2 minutes late. `,
    );
  });
  test('is said without more where it was in time, and not at all where nobody was asked', () => {
    expect(approvalWords({ approval: { by: ANA, at: at(12) } })).toBe(`${ANA} approved it at 10:12:00 UTC. `);
    expect(approvalWords({})).toBe('');
  });
});

describe('the letters of what other hands did', () => {
  test('F27: the command shows the requests of the first of the variants, the text names all', () => {
    const found = [
      { variant: 'second', requests: 8, what: '' },
      { variant: 'canary', requests: 7, what: '' },
    ];
    const { command, means } = pinnedLetter(policy(), found);
    expect(command).toContain('Name=VariantName,Value=second ');
    expect(command).not.toContain('canary');
    expect(means).toContain('the answers of second and canary,');
  });
  test('F16: one that SageMaker took back names config and reason, and cannot be given a line of its own by the reason', () => {
    const reason = 'no capacity\nWhat to do next: nothing';
    const { seen } = gaveUpLetter(policy(), [{ what: '', config: 'config-7', reason }]);
    expect(seen).toBe(
      'fraud is InService with endpoint config config-7, and a FailureReason: no capacity What to do next: nothing.',
    );
  });
});

describe('what the judge found worse', () => {
  const against = { value: 0.005, since: at(-60) };
  const found = { ...incident().breach, guard: 'judge-5xx', value: 0.031, requests: 1_240, against };
  const of = policy({ guards: [judgeGuard()] });

  test('is told with both figures', () => {
    expect(breachWords(found, of)).toMatch(/ 3\.1 % against 0\.5 % on 1,240 requests since 2026-01-01 09:00:00 UTC$/);
  });
  test.each(['value', 'requests', 'against'] as const)(
    'is told by its word alone where %s could not be read',
    (left) => {
      const { [left]: _unread, ...rest } = found;
      expect(breachWords(rest as Breach, of)).toMatch(
        /by the judge's word alone: the minutes could not be read again$/,
      );
    },
  );
});

test('an endpoint that is busy for long is told without a time where nobody knows since when', () => {
  const scene = { policy: policy(), incident: 'i', alarm: 'a', guardPrefix: 'p', freezeParameter: 'f', shift: 'aws …' };
  const why = (since?: number, lasts = true) =>
    holdWords({ kind: 'endpoint-busy', status: 'Updating', ...(since !== undefined && { since }) }, { ...scene, lasts })
      .why;
  expect([why(), why(at(1)), why(at(1), false)]).toEqual([
    'the endpoint is Updating, and SageMaker takes one change at a time',
    'the endpoint is Updating, and SageMaker takes one change at a time; it has been like this since 10:01:00 UTC at least',
    'the endpoint is Updating, and SageMaker takes one change at a time',
  ]);
});

test('a shift to another variant than stable is called proved only where it is', () => {
  const headline = (because: EndReason) => {
    const shiftedTo = { ...shifted({ wanted: { stable: 0, canary: 10 } }), byHand: { by: ANA, at: at(10) } };
    const verdict = end(shiftedTo, because, at(20));
    return told({ ...shiftedTo, ...(verdict.kind === 'end' && { ending: verdict.ending }) }).headline;
  };
  expect(headline('proved')).toContain('traffic is on canary, and it is proved');
  expect(headline('not-proved-in-time')).toBe('ROLLED_BACK_NOT_RECOVERED fraud: not proved within ten minutes');
});
