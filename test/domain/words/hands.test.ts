import { describe, expect, test } from 'vitest';
import type { Incident, RolledBack } from '../../../lambdas/domain/incident.ts';
import { gaveUpLetter, pinnedLetter } from '../../../lambdas/domain/words/hands-letters.ts';
import { incidentLetter } from '../../../lambdas/domain/words/incident-letter.ts';
import { at, incident, policy, shift, shifted } from '../../builders.ts';

const places = { guardPrefix: 'rb/guard/fraud/', freezeParameter: '/rb/freeze' };
const letter = (of: Incident) => incidentLetter({ incident: of, policy: policy(), places });
const RELEASE = 'npx sagemaker-rollback release fraud --variant canary --reason "…"';

describe('a shift of a canary that has come back', () => {
  const again = (over: Partial<RolledBack> = {}) =>
    letter(
      incident({
        shift: shift(),
        quarantined: [{ variant: 'canary', incident: 'fraud-before', since: at(1), ...over }],
      }),
    );

  test('F17: says after which incident, and how often by now', () => {
    expect(again().done).toMatch(/^Another hand gave canary traffic again after fraud-before \(time 1 under/);
    expect(again({ times: 3 }).done).toContain('(time 3 under this endpoint config)');
  });
  test('F17: names release to whoever did it on purpose', () => {
    expect(again().next).toContain(`on purpose says so with ${RELEASE}; after 3 restores nothing is shifted any more`);
  });
  test('says nothing of it where another variant came back, or none', () => {
    for (const told of [again({ variant: 'second' }), letter(incident({ shift: shift() }))])
      expect(`${told.done} ${told.next}`).not.toMatch(/Another hand|release/);
  });
});

describe('what SageMaker took back by itself', () => {
  test('F12: is told with the reason, in one line, when it is asked for again', () => {
    const { done } = letter(
      incident({ told: 1, shift: shift({ attempts: 2 }), takenBack: { attempt: 1, failure: 'no\ncapacity' } }),
    );
    expect(done).toMatch(
      /^SageMaker accepted the shift that was asked for and took it back by itself \(no capacity\)\. /,
    );
  });
  test('F12: is told without one', () => {
    const { done } = letter(incident({ told: 1, shift: shift({ attempts: 2 }), takenBack: { attempt: 1 } }));
    expect(done).toMatch(/took it back by itself\. Asked/);
  });
  test('F16: is told of a change that was not ours, also where nothing is shifted', () => {
    const { done } = letter(incident({ hold: { kind: 'frozen' }, takenBack: { attempt: 0, failure: 'unhealthy' } }));
    expect(done).toMatch(
      /^SageMaker accepted somebody's change of the endpoint and took it back by itself \(unhealthy\)/,
    );
  });
  test('F12: is in the last message, where it was given up', () => {
    const of = (failure?: string): Incident => ({
      ...incident({ shift: shift({ attempts: 3 }), takenBack: { attempt: 3, ...(failure && { failure }) } }),
      ending: { state: 'NOT_ROLLED_BACK', at: at(20), because: 'kept-being-reverted' },
    });
    expect(letter(of('no capacity')).done).toContain('went back to the old weights (no capacity).');
    expect(letter(of()).done).toContain('went back to the old weights.');
  });
  test('F16: outside of an incident has a letter of its own', () => {
    const found = { what: 'a change', config: 'config-1', reason: 'alarms\nwent off' };
    expect(gaveUpLetter(policy(), [found])).toMatchObject({
      headline: 'TAKEN BACK fraud: SageMaker gave a change up',
      seen: 'fraud is InService with endpoint config config-1, and a FailureReason: alarms went off.',
    });
  });
});

describe('the last message after another hand', () => {
  const moved = (weights: Readonly<Record<string, number>>) =>
    letter({
      ...shifted(),
      moved: { weights, at: at(12) },
      ending: { state: 'ROLLED_BACK_NOT_RECOVERED', at: at(13), because: 'traffic-moved-by-another-hand' },
    });

  test('F17: tells a restore from what a person chose', () => {
    expect(moved({ stable: 90, canary: 10 }).done).toContain('to what they were before, as a deploy tool does');
    expect(moved({ stable: 80, canary: 20 }).done).toContain('changed the weights to stable 80 %, canary 20 %');
  });
  test('F17: names release, and promises nothing without a newer breach', () => {
    expect(moved({ stable: 80, canary: 20 }).next).toContain(`On purpose: ${RELEASE}.`);
    expect(moved({ stable: 80, canary: 20 }).means).toContain('only if a guard breaks by minutes after that change');
  });
});

describe('the last message of an endpoint that weights cannot help any more', () => {
  const over = (of: Incident) =>
    letter({ ...of, ending: { state: 'NOT_ROLLED_BACK', at: at(13), because: 'endpoint-unusable' } });

  test('F13 F14: says whether the shift was in force, and the way out of either status', () => {
    expect(over(incident({ shift: shift() })).means).toContain('The shift never was in force');
    expect(over(shifted()).means).toContain('The shift was in force by then');
    expect(over(shifted()).next).toMatch(
      /UpdateRollbackFailed: .*call update-endpoint.*Failed or OutOfService: .*deleted/,
    );
  });
});

test('F27: callers that pin a variant are told with how many requests, and with how to find them', () => {
  const found = ['canary', 'second'].map((variant, place) => ({ variant, requests: 7 + place, what: '' }));
  const told = pinnedLetter(policy(), found);
  expect(told.headline).toBe('PINNED fraud: canary and second have weight 0, and still serve requests');
  expect(told.seen).toContain('second has weight 0 and served 8 requests');
  expect(told.command).toContain('Name=VariantName,Value=canary');
});
