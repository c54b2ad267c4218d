import { describe, expect, test } from 'vitest';
import type { EndReason, HoldReason } from '../../../lambdas/domain/reasons.ts';
import { incidentLetter, type Telling } from '../../../lambdas/domain/words/incident-letter.ts';
import { asText } from '../../../lambdas/domain/words/letter.ts';
import {
  ANA,
  alarmName,
  at,
  BREACH_AT,
  byHand,
  endpointName,
  incident,
  latencyGuard,
  policy,
  shift,
  shifted,
  variantName,
} from '../../builders.ts';

const places = { guardPrefix: 'rb/guard/fraud/', freezeParameter: '/rb/freeze' };
const letter = (over: Partial<Telling> = {}) =>
  incidentLetter({ incident: incident(), policy: policy(), places, ...over });
const held = (hold: HoldReason) => letter({ incident: incident({ hold }) });
const endings: Readonly<Record<EndReason, true>> = {
  proved: true,
  'not-proved-in-time': true,
  'breach-over': true,
  'drill-over': true,
  'traffic-moved-by-another-hand': true,
  'new-config': true,
  'kept-being-reverted': true,
  'target-broke': true,
  declined: true,
  'not-accepted': true,
  'endpoint-unusable': true,
  'endpoint-gone': true,
};
const endReasons = Object.keys(endings) as readonly EndReason[];
const ended = (because: EndReason, of = incident()) =>
  letter({ incident: { ...of, told: 1, ending: { state: 'NOT_ROLLED_BACK', at: at(20), because } } });

const SHIFT =
  'aws sagemaker update-endpoint-weights-and-capacities --endpoint-name fraud --desired-weights-and-capacities VariantName=stable,DesiredWeight=90 VariantName=canary,DesiredWeight=0';
const reasons: readonly (readonly [HoldReason, RegExp, string])[] = [
  [{ kind: 'observing' }, /mode observe/, SHIFT],
  [{ kind: 'recommending' }, /mode recommend/, SHIFT],
  [{ kind: 'awaiting-approval', until: at(25), plan: 'p' }, /awaited until 10:25:00 UTC/, SHIFT],
  [{ kind: 'approval-expired', since: at(25), plan: 'p' }, /had answered by 10:25:00 UTC/, SHIFT],
  [
    { kind: 'endpoint-busy', status: 'SystemUpdating' },
    /endpoint is SystemUpdating/,
    'aws sagemaker describe-endpoint',
  ],
  [
    { kind: 'endpoint-unusable', status: 'Failed', failure: 'no capacity' },
    /Failed \(no capacity\)/,
    'aws sagemaker describe-endpoint',
  ],
  [{ kind: 'endpoint-unusable', status: 'Deleting' }, /endpoint is Deleting,/, 'aws sagemaker describe-endpoint'],
  [
    { kind: 'endpoint-unusable', status: 'UpdateRollbackFailed' },
    /is UpdateRollbackFailed/,
    'aws sagemaker describe-endpoint',
  ],
  [{ kind: 'frozen' }, /rollbacks are frozen\./, SHIFT],
  [
    { kind: 'frozen', by: ANA, reason: 'sale', until: at(60) },
    /frozen by arn:aws:iam::123456789012:user\/ana until 2026-01-01 11:00:00 UTC: "sale"/,
    SHIFT,
  ],
  [{ kind: 'freeze-unreadable' }, /\/rb\/freeze, could not be read/, SHIFT],
  [
    { kind: 'muted', rule: 'quiet-night', until: at(60) },
    /muted the alarm by the mute rule quiet-night until 2026-01-01 11:00:00 UTC/,
    "delete-alarm-mute-rule --alarm-mute-rule-name 'quiet-night'",
  ],
  [{ kind: 'muted', rule: 'disable-alarm-actions' }, /disabled the actions/, 'enable-alarm-actions --alarm-names'],
  [{ kind: 'storm', endpoints: 12, of: 40 }, /12 of 40 guarded endpoints/, SHIFT],
  [{ kind: 'cooling-down', until: at(20) }, /cools down until 2026-01-01 10:20:00 UTC/, SHIFT],
  [
    { kind: 'flapping', shifts: 3, withinMinutes: 60, until: at(20) },
    /3 times within 60 minutes, .* allowed at 2026-01-01 10:20:00 UTC/,
    SHIFT,
  ],
  [
    { kind: 'budget-spent', shifts: 6, most: 6, until: at(20) },
    /6 times in 24 hours, and its config allows 6 a day/,
    SHIFT,
  ],
  [
    { kind: 'no-breaching-datapoint' },
    /by hand/,
    "aws cloudwatch describe-alarms --alarm-names 'rb/guard/fraud/canary/errors-5xx'",
  ],
  [{ kind: 'metrics-disagree' }, /show no bad one/, 'aws cloudwatch describe-alarms --alarm-names'],
  [
    { kind: 'unsupported', what: 'inference-components' },
    /serves inference components/,
    'aws sagemaker describe-endpoint',
  ],
  [
    { kind: 'deployment-pending', config: 'config-2' },
    /config is being deployed, config-2/,
    'aws sagemaker describe-endpoint',
  ],
  [{ kind: 'restored-too-often', variant: 'canary', times: 4 }, /canary was taken out of traffic 4 times/, SHIFT],
  [{ kind: 'weights-moved-since' }, /changed the endpoint after the breach/, 'aws sagemaker describe-endpoint'],
  [{ kind: 'stable-missing' }, /no variant named stable/, 'aws sagemaker describe-endpoint'],
  [{ kind: 'stable-without-instances' }, /stable has no instances/, 'VariantName=stable,DesiredInstanceCount=COUNT'],
  [
    { kind: 'stable-unwell', alarms: ['a', 'b'] },
    /breaks its own guard too \(a, b\)/,
    "--alarm-name-prefix 'rb/guard/fraud/'",
  ],
  [
    {
      kind: 'raising-stable',
      unit: 'instances',
      from: 2,
      to: 3,
      until: at(20),
      weighed: { canaryFails: 0.01, overload: 0.2 },
    },
    /raised from 2 to 3 instances first: the canary fails about 1 % .* about 20 %/,
    'aws sagemaker describe-endpoint',
  ],
  [{ kind: 'order-refused', message: 'AccessDenied' }, /done first was refused: AccessDenied/, SHIFT],
  [
    { kind: 'no-fallback', fallback: 'old', doubt: 'unwell', stable: { kind: 'stable-unwell', alarms: ['a'] } },
    /breaks its own guard too.*the fallback old neither: its guards/,
    "--alarm-name-prefix 'rb/guard/fraud/'",
  ],
  [{ kind: 'better-since' }, /keeps the guard again/, 'aws cloudwatch describe-alarms --alarm-names'],
  [
    { kind: 'common-cause', before: 0.005, after: 0.02, since: at(-30) },
    /stable itself went from 0\.5 % to 2 % since/,
    'aws cloudwatch describe-alarms --alarm-names',
  ],
  [{ kind: 'stable-worsening', guards: ['errors-5xx'] }, /errors-5xx/, 'aws '],
  [
    { kind: 'stable-unknown', guards: ['errors-5xx'] },
    /errors-5xx missing or not evaluated/,
    "--alarm-name-prefix 'rb/guard/fraud/'",
  ],
  [{ kind: 'stable-stale', share: 0.051, atLeast: 0.5 }, /only 5\.1 % .* 50 % is the least/, SHIFT],
  [
    { kind: 'stable-too-small', perInstance: 500.4, bound: 400 },
    /500 requests a minute .* allows 400/,
    'DesiredInstanceCount=COUNT',
  ],
  [{ kind: 'load-unknown', bound: 400 }, /below 400 requests/, SHIFT],
  [{ kind: 'shift-refused', message: 'AccessDenied: no' }, /refused the change: AccessDenied: no/, SHIFT],
];

describe('a hold is told with its reason and the command for it', () => {
  test.each(reasons)('$kind', (reason, why, command) => {
    const told = held(reason);
    expect(told.done).toMatch(/^Nothing was shifted: /);
    expect(told.done).toMatch(why);
    expect(told.command).toContain(command);
    expect(told).toMatchObject({ tone: 'needs-you', incident: { number: 1, last: false } });
  });
  test('in observe as what would be done, otherwise as what was not', () => {
    expect(held({ kind: 'observing' }).headline).toBe('Would roll back fraud: canary breaks errors-5xx');
    expect(held({ kind: 'frozen' }).headline).toBe('NOT rolled back fraud: canary breaks errors-5xx');
  });
  test.each<readonly [HoldReason, string]>([
    [{ kind: 'recommending' }, 'Please roll back fraud: canary breaks errors-5xx'],
    [{ kind: 'awaiting-approval', until: at(25), plan: 'p' }, 'APPROVE? Roll back fraud: canary breaks errors-5xx'],
    [
      { kind: 'approval-expired', since: at(25), plan: 'p' },
      'NOBODY ANSWERED. Roll back fraud: canary breaks errors-5xx',
    ],
  ])('$kind as a question to whoever reads it, with our commands for the answer', (hold, headline) => {
    const told = held(hold);
    expect(told.headline).toBe(headline);
    expect(told.next).toContain(
      hold.kind === 'recommending'
        ? 'npx sagemaker-rollback rollback fraud'
        : 'npx sagemaker-rollback approve fraud-20260101T100930',
    );
  });
  test('L3: for another day with the day since when it is open', () => {
    const open = incident({ hold: { kind: 'frozen' }, told: 1, owed: 'reminder' });
    expect(letter({ incident: open }).headline).toBe(
      'OPEN since 2026-01-01. NOT rolled back fraud: canary breaks errors-5xx',
    );
  });
  test('F10: by a busy endpoint for the second time with the time since when it is so', () => {
    const busy = { kind: 'endpoint-busy', status: 'Updating', since: at(10) } as const;
    expect(held(busy).done).not.toContain('since');
    const again = letter({ incident: incident({ hold: busy, told: 1, asked: ['endpoint-busy'], owed: 'changed' }) });
    expect(again.done).toContain('it has been like this since 10:10:00 UTC at least');
  });
  test('in observe without the promise that anything is shifted later', () => {
    const observing = reasons.map(([hold]) =>
      letter({ incident: incident({ hold }), policy: policy({ mode: 'observe' }) }),
    );
    for (const { means, next } of observing)
      expect(`${means} ${next}`).not.toMatch(/traffic goes|freeze is lifted or|next message/);
    expect(reasons.map(([hold]) => asText(held(hold))).filter((text) => /traffic goes/.test(text))).toHaveLength(17);
  });
  test('of a mixed fleet, with the mend that fits it', () => {
    expect(held({ kind: 'endpoint-unusable', status: 'UpdateRollbackFailed' }).next).toContain('update-endpoint');
    expect(held({ kind: 'endpoint-unusable', status: 'Failed' }).next).toContain('last good config');
  });
});

describe('every letter', () => {
  const every = [
    letter({ incident: incident({ shift: shift() }) }),
    ...reasons.map(([reason]) => held(reason)),
    ...endReasons.flatMap((because) => [ended(because), ended(because, shifted())]),
  ];
  test('says the metric, the value, the threshold and the requests', () => {
    for (const { seen } of every)
      expect(seen).toBe(
        'canary: server errors (5XX) 10 % of 100 requests in a minute, allowed 2 %; ' +
          'alarm rb/guard/fraud/canary/errors-5xx since 10:09:30 UTC. Traffic then: stable 90 %, canary 10 %.',
      );
  });
  test('says what was done, what it means and what to do next, and ends with a plain aws command', () => {
    for (const { done, means, next, command } of every) {
      for (const part of [done, means, next]) expect(part).toMatch(/^\S.*[.]$/);
      expect(command).toMatch(/^aws (sagemaker|cloudwatch|ssm) [a-z-]+ --\S+ [^\n]+$/);
    }
  });
  test('has no hole where a value should be', () => {
    for (const one of every) expect(asText(one)).not.toMatch(/undefined|NaN|null|\[object|Infinity/);
  });
  test('has a subject that SNS takes: at most 99 printable ASCII characters', () => {
    const long = policy({ endpoint: endpointName('e'.repeat(63)) });
    const breach = { ...incident().breach, variant: variantName('c'.repeat(63)) };
    const longest = letter({ policy: long, incident: incident({ breach, hold: { kind: 'frozen' } }) });
    for (const { headline } of [...every, longest]) expect(headline).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
  });
});

describe('what was seen', () => {
  const seen = (breach: object, of = policy()) => {
    const { value: _value, requests: _requests, ...bare } = incident().breach;
    return letter({ policy: of, incident: incident({ breach: { ...bare, ...breach } }) }).seen;
  };
  test('of a latency guard, is milliseconds over so many requests', () => {
    const slow = policy({ guards: [latencyGuard()] });
    const breach = {
      guard: 'latency-p99',
      alarm: alarmName('canary', 'latency-p99'),
      threshold: 500,
      value: 812.4,
      requests: 60,
    };
    expect(seen(breach, slow)).toContain('p99 latency 812 ms over 60 requests in a minute, allowed 500 ms');
  });
  test('without metrics, is the datapoint of the alarm', () => {
    expect(seen({ value: 0.1 })).toContain('server errors (5XX) 10 %, allowed 2 %');
  });
  test('without any value, is that nothing was measured', () => {
    expect(seen({})).toContain('server errors (5XX) without a measured value, allowed 2 %');
  });
  test('of a guard that the config does not have any more, is its name', () => {
    expect(seen({ guard: 'errors-old' })).toContain('canary: errors-old; alarm');
  });
});

describe('a shift', () => {
  test('is told as asked for, not as done', () => {
    const told = letter({ incident: incident({ shift: shift() }) });
    expect(told).toMatchObject({ tone: 'acting', headline: 'Rolling back fraud: all traffic to stable' });
    expect(told.done).toContain('Asked SageMaker at 10:10:00 UTC');
    expect(told.means).toContain('not proved yet');
  });
  test('that nobody wrote down is told by when the incident opened', () => {
    expect(letter({ incident: incident({ openedAt: BREACH_AT }) }).done).toContain('at 10:09:30 UTC');
  });
});

describe('an ending', () => {
  test.each(endReasons)('by %s is the last letter, headed by its end state', (because) => {
    expect(ended(because)).toMatchObject({
      headline: expect.stringMatching(/^NOT_ROLLED_BACK fraud: \w+/),
      incident: { id: 'fraud-20260101T100930', number: 2, last: true },
    });
  });
  test('by proof says who serves now, and does not call the canary cured', () => {
    const told = letter({
      incident: { ...shifted(), ending: { state: 'RECOVERED', at: at(13), because: 'proved' } },
    });
    expect(told).toMatchObject({ headline: 'RECOVERED fraud: traffic is on stable, and it is proved', tone: 'good' });
    expect(told.done).toContain('stable 100 %, canary 0 %');
    expect(told.means).toContain('prove nothing');
  });
  test('by proof ends with what the code of the endpoint must say, after all that is urgent', () => {
    const told = letter({ incident: { ...shifted(), ending: { state: 'RECOVERED', at: at(13), because: 'proved' } } });
    const lines = asText(told).split('\n');
    expect(lines.slice(lines.findIndex((line) => line.startsWith('aws ')) + 1)).toEqual([
      '',
      'Before the next deployment of the endpoint, make its code agree:',
      '# Terraform: aws_sagemaker_endpoint_configuration, production_variants: canary',
      'initial_variant_weight = 0',
      '# CloudFormation: AWS::SageMaker::EndpointConfig, ProductionVariants: canary',
      'InitialVariantWeight: 0',
      '# CDK: CfnEndpointConfig, productionVariants: canary (the alpha EndpointConfig makes 1 of 0)',
      'initialVariantWeight: 0',
      '',
      expect.stringMatching(/^Incident fraud-/),
    ]);
    expect(endReasons.filter((because) => ended(because, shifted()).code !== undefined)).toEqual(['proved']);
  });
  test('of a breach that went away is no alarm, and says whether it was ever measured', () => {
    expect(ended('breach-over').tone).toBe('good');
    expect(ended('breach-over').means).toContain('may come back');
    const { value: _value, ...unmeasured } = incident().breach;
    expect(ended('breach-over', incident({ breach: unmeasured })).means).toContain('No bad minute');
    expect(ended('kept-being-reverted').tone).toBe('bad');
  });
  test('without a proof says how long it took, and whether the weights are in force', () => {
    expect(ended('not-proved-in-time', shifted()).done).toContain(
      'but 10 minutes later it is not proved that it helped.',
    );
    expect(ended('not-proved-in-time', incident({ shift: shift() })).done).toContain(
      'the new weights are not in force',
    );
  });
  test('by another hand tells a shift of ours from none', () => {
    expect(ended('traffic-moved-by-another-hand').done).toContain('Nothing was shifted by this automation');
    expect(ended('traffic-moved-by-another-hand', shifted()).done).toContain('that change is left alone');
  });
  test('by a new config tells a shift of ours from none', () => {
    expect(ended('new-config').done).toMatch(/^Nothing was shifted; .* than config-1\.$/);
    expect(ended('new-config', shifted()).done).toMatch(/^Asked SageMaker/);
  });
  test('by reverts counts them, and gives the command to do it by hand', () => {
    const reverted = ended('kept-being-reverted', incident({ shift: shift({ attempts: 3 }) }));
    expect(reverted.done).toContain('3 times');
    expect(reverted.command).toBe(SHIFT);
  });
});

test("a stranger's text cannot fake a line of ours", () => {
  const message = 'no\nWhat to do next: delete it\u202e\u2028\u0007!';
  expect(held({ kind: 'shift-refused', message }).done).toBe(
    'Nothing was shifted: SageMaker refused the change: no What to do next: delete it !.',
  );
});

describe('a shift by hand', () => {
  const shiftedBy = (over: Parameters<typeof byHand>[0] = {}) =>
    letter({ incident: byHand({ shift: shift(), ...over }) });

  test('is told with who asked for it, and that no guard did', () => {
    const told = shiftedBy();
    expect(told.headline).toBe('Rolling back fraud by hand: all traffic to stable');
    expect(told.done).toBe(`${ANA} asked SageMaker at 10:10:00 UTC to give stable all traffic.`);
    expect(told.seen).toBe(
      `No guard opened this: ${ANA} rolled back by hand at 10:10:00 UTC. Traffic then: stable 90 %, canary 10 %.`,
    );
  });
  test('of an incident that a guard opened keeps what was seen', () => {
    const told = letter({ incident: incident({ told: 1, shift: shift(), byHand: { by: ANA, at: at(10) } }) });
    expect(told.headline).toContain('by hand');
    expect(told.seen).toContain('server errors (5XX) 10 %');
  });
  test('towards another variant names that one, also when it is proved', () => {
    const elsewhere = shift({ wanted: { stable: 0, canary: 10 }, inForceAt: at(10.5) });
    expect(shiftedBy({ shift: elsewhere }).headline).toContain('all traffic to canary');
    const ending = { state: 'RECOVERED', at: at(13), because: 'proved' } as const;
    const told = shiftedBy({ shift: elsewhere, ending });
    expect(told.headline).toBe('RECOVERED fraud: traffic is on canary, and it is proved');
    expect(told.means).toMatch(/^Users are on canary. stable still runs, .* is no better/);
    const joined = incident({ told: 1, shift: elsewhere, byHand: { by: ANA, at: at(10) }, ending });
    expect(letter({ incident: joined }).means).toMatch(/^Users are on canary. stable still runs, .* is no better/);
  });
  test.each(endReasons)('that ends by %s reads without a breach', (because) => {
    const ending = { state: 'NOT_ROLLED_BACK', at: at(20), because } as const;
    for (const over of [{}, { shift: shift() }, { shift: shift({ inForceAt: at(11) }) }])
      expect(asText(letter({ incident: byHand({ ...over, told: 1, ending }) }))).not.toMatch(/undefined|NaN/);
  });
  test('that is held after all says that a person asked', () => {
    expect(letter({ incident: byHand({ hold: { kind: 'frozen' } }) }).headline).toBe(
      'NOT rolled back fraud: a person asked for it',
    );
  });
  test('that ends since its target breaks a guard names that one', () => {
    const ending = { state: 'ROLLED_BACK_NOT_RECOVERED', at: at(15), because: 'target-broke' } as const;
    const elsewhere = shift({ wanted: { stable: 0, canary: 10 }, inForceAt: at(10.5) });
    const told = shiftedBy({ told: 1, shift: elsewhere, ending });
    expect(told.headline).toBe('ROLLED_BACK_NOT_RECOVERED fraud: the variant that got the traffic breaks a guard');
    expect(told.done).toContain('and canary breaks a guard since');
    expect(told.tone).toBe('bad');
  });
  test('that SageMaker did not take says who asked', () => {
    const ending = { state: 'NOT_ROLLED_BACK', at: at(10), because: 'not-accepted' } as const;
    expect(letter({ incident: byHand({ ending }) }).done).toContain(`${ANA} asked for a shift by hand`);
  });
});

test('the last letter of a rollback says how its quarantine ends', () => {
  const ending = { state: 'RECOVERED', at: at(13), because: 'proved' } as const;
  expect(letter({ incident: { ...shifted(), ending } }).next).toContain(
    'told if canary gets traffic again; once that is on purpose: npx sagemaker-rollback release fraud --variant canary',
  );
});

test('a shift that was asked for again says which request it is', () => {
  const again = { ...shifted({ attempts: 2, askedAt: at(13) }), told: 1, owed: 'changed' as const };
  expect(letter({ incident: again }).done).toContain(
    'Asked SageMaker again at 10:13:00 UTC, time 2, to give stable all traffic.',
  );
});
