import { readFileSync } from 'node:fs';
import { describe, expect, inject, test } from 'vitest';
import { headKey, noticeKey } from '../../lambdas/aws/ledger-items.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { EndReason, HoldReason } from '../../lambdas/domain/reasons.ts';
import { endingWords } from '../../lambdas/domain/words/endings.ts';
import { holdWords, type Scene } from '../../lambdas/domain/words/holds.ts';
import { NOW, policy, shifted } from '../builders.ts';
import { read, section } from './pages.ts';

const runbook = read('docs/runbook.md');

/** One of each kind; the compiler finds the missing one. */
const HOLDS: { readonly [Kind in HoldReason['kind']]: Extract<HoldReason, { kind: Kind }> } = {
  observing: { kind: 'observing' },
  recommending: { kind: 'recommending' },
  'awaiting-approval': { kind: 'awaiting-approval', until: NOW, plan: 'config-1: canary 0, stable 1' },
  'approval-expired': { kind: 'approval-expired', since: NOW, plan: 'config-1: canary 0, stable 1' },
  'endpoint-busy': { kind: 'endpoint-busy', status: 'Updating' },
  'endpoint-unusable': { kind: 'endpoint-unusable', status: 'Failed' },
  frozen: { kind: 'frozen' },
  'freeze-unreadable': { kind: 'freeze-unreadable' },
  muted: { kind: 'muted', rule: 'quiet-night' },
  storm: { kind: 'storm', endpoints: 12, of: 40 },
  'cooling-down': { kind: 'cooling-down', until: NOW },
  flapping: { kind: 'flapping', shifts: 3, withinMinutes: 60, until: NOW },
  'budget-spent': { kind: 'budget-spent', shifts: 6, most: 6, until: NOW },
  'no-breaching-datapoint': { kind: 'no-breaching-datapoint' },
  drill: { kind: 'drill', id: 'drill-20260105T101503' },
  'metrics-disagree': { kind: 'metrics-disagree' },
  'better-since': { kind: 'better-since' },
  'no-variant-named': { kind: 'no-variant-named', canaries: ['canary', 'second'] },
  'common-cause': { kind: 'common-cause', before: 0.005, after: 0.02, since: NOW },
  unsupported: { kind: 'unsupported', what: 'inference-components' },
  'deployment-pending': { kind: 'deployment-pending', config: 'config-2' },
  'restored-too-often': { kind: 'restored-too-often', variant: 'canary', times: 4 },
  'weights-moved-since': { kind: 'weights-moved-since' },
  'stable-missing': { kind: 'stable-missing' },
  'stable-without-instances': { kind: 'stable-without-instances' },
  'stable-unwell': { kind: 'stable-unwell', alarms: ['a'] },
  'stable-worsening': { kind: 'stable-worsening', guards: ['errors-5xx'] },
  'stable-unknown': { kind: 'stable-unknown', guards: ['errors-5xx'] },
  'stable-stale': { kind: 'stable-stale', share: 0.1, atLeast: 0.5 },
  'stable-too-small': { kind: 'stable-too-small', perInstance: 900, bound: 500 },
  'raising-stable': { kind: 'raising-stable', unit: 'instances', from: 2, to: 3, until: NOW },
  'order-refused': { kind: 'order-refused', message: 'AccessDenied' },
  'no-fallback': { kind: 'no-fallback', fallback: 'previous', doubt: 'unwell', stable: { kind: 'stable-missing' } },
  'load-unknown': { kind: 'load-unknown', bound: 500 },
  'nothing-good-known': { kind: 'nothing-good-known' },
  'good-configs-unreadable': { kind: 'good-configs-unreadable' },
  'good-config-unproved': { kind: 'good-config-unproved', config: 'config-0', what: 'model m does not exist' },
  'not-one-variant': { kind: 'not-one-variant', variants: ['a', 'b'] },
  'shift-refused': { kind: 'shift-refused', message: 'AccessDenied' },
};

const ENDS: Readonly<Record<EndReason, true>> = {
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

const scene: Scene = {
  policy: policy(),
  incident: 'fraud-1',
  alarm: 'alarm',
  guardPrefix: 'p/',
  freezeParameter: '/f',
  shift: 'aws …',
};

type Template = { readonly Resources: Readonly<Record<string, { Type: string; Properties: { AlarmName?: string } }>> };

const selfAlarms = (): readonly string[] => {
  // It has all of them: one is there only where canaries are compared with stable.
  const template = JSON.parse(readFileSync(inject('judgedTemplate'), 'utf8')) as Template;
  const names = Object.values(template.Resources).flatMap(({ Properties }) => Properties.AlarmName ?? []);
  return names.flatMap((name) => name.split('/self/')[1] ?? []);
};

const ENTRY = [/\*\*What you see\*\*/, /\*\*What it means\*\*/, /\*\*What to do now\*\*/, /\*\*Over when\*\*/];
const headings = (kind: string): readonly string[] =>
  [...runbook.matchAll(new RegExp(`^### ${kind}: (.*)$`, 'gm'))].map(([, name = '']) => name);

describe.each(Object.values(HOLDS))('someone woken by a hold: $kind', (reason) => {
  const entry = section(runbook, `### hold: ${reason.kind}`) ?? '';

  test('finds what they see in the words of the message', () => {
    const seen = /"Nothing was (?:shifted|restored): (.*)"/.exec(entry)?.[1] ?? 'no entry';
    const { why } = holdWords(reason, scene);
    expect(seen.split('…').filter((part) => !why.includes(part.trim()))).toEqual([]);
  });
  test('finds what it means, what to do and when it is over', () => {
    for (const part of ENTRY) expect(entry).toMatch(part);
  });
  test('finds it from the list of reasons', () => {
    expect(runbook).toContain(`| [${reason.kind}](#hold-${reason.kind}) |`);
  });
});

describe.each(Object.keys(ENDS) as EndReason[])('someone who reads how it ended: %s', (because) => {
  const entry = section(runbook, `### end: ${because}`) ?? '';
  const { headline } = endingWords({
    incident: shifted(),
    policy: policy(),
    ending: { state: 'NOT_ROLLED_BACK', at: NOW, because },
  });
  const subject = headline.split(': ')[1] ?? 'no reason in the subject';

  test('finds it by the subject', () => {
    expect(runbook).toContain(`| ${subject} | [${because}](#end-${because}) |`);
    expect(entry).toContain(`: ${subject}"`);
  });
  test('finds what it means, what to do and when it is over', () => {
    for (const part of ENTRY) expect(entry).toMatch(part);
  });
});

test.each([
  '## Rolling back',
  '## Restoring',
  '## STORM',
  '## UNGUARDED',
  '## QUARANTINE',
  '## PINNED',
  '## TAKEN BACK',
  '## BLIND',
  '## Guard alarms',
])('has an entry: %s', (heading) => {
  for (const part of ENTRY) expect(section(runbook, heading)).toMatch(part);
});

test('has an entry for each alarm on the automation itself, and for none that does not exist', () => {
  expect(headings('self').toSorted()).toEqual(selfAlarms().toSorted());
  for (const name of selfAlarms())
    for (const part of ENTRY) expect(section(runbook, `### self: ${name}`)).toMatch(part);
});

test('has no entry for a reason that does not exist', () => {
  expect(headings('hold').toSorted()).toEqual(Object.keys(HOLDS).toSorted());
  expect(headings('end').toSorted()).toEqual(Object.keys(ENDS).toSorted());
});

test('reads the ledger by the keys that it is written with', () => {
  const ENDPOINT = 'ENDPOINT' as EndpointName;
  const reading = section(runbook, '## Read the ledger') ?? '';
  expect(reading).toContain(`--key '${JSON.stringify(headKey(ENDPOINT))}'`);
  for (const about of ['unguarded', 'quarantine', 'pinned', 'gave-up', 'blind'] as const)
    expect(reading).toContain(`\`${noticeKey(ENDPOINT, about)['sk']?.S}\``);
  expect(reading).toContain("'pk = :endpoint AND begins_with(sk, :entry)'");
});
