import { expect, test } from 'vitest';
import type { Ending, Incident } from '../../../lambdas/domain/incident.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { changedAlarm, findGaps } from '../../../lambdas/domain/unguarded.ts';
import { blindLetter } from '../../../lambdas/domain/words/blind-letter.ts';
import { zeroWeights } from '../../../lambdas/domain/words/code.ts';
import { gaveUpLetter, pinnedLetter } from '../../../lambdas/domain/words/hands-letters.ts';
import { quarantineLetter } from '../../../lambdas/domain/words/quarantine-letter.ts';
import { asSlack } from '../../../lambdas/domain/words/slack.ts';
import { unguardedLetter } from '../../../lambdas/domain/words/unguarded-letter.ts';
import { ANA, alarm, alarmName, at, incident, policy, shift, shifted, weighing } from '../../builders.ts';
import { page, type Told, told } from './page.ts';

const back = (variant: string, share: number, id = 'fraud-20260101T080000') => ({
  variant,
  share,
  incident: id,
  since: at(-120),
});

test('what a comparison found, with no guard broken', async () => {
  const onSlack = policy({ contacts: { emails: ['ana@example.com'], slackWebhookParameter: '/team/hook' } });
  const names = [alarmName('stable'), alarmName('canary')];
  const gone = findGaps(onSlack, names, { fleet: undefined, alarms: 'unread', confirmed: 'unread' });
  const halfGone = findGaps(onSlack, names, {
    fleet: { ...weighing({ old: 1, older: 0 }), shadows: ['canary'], routedBy: 'inference-components' },
    alarms: new Map([[alarmName('stable'), alarm(alarmName('stable'), { actionsEnabled: false })]]),
    confirmed: new Set(),
  });
  const changed = changedAlarm(alarmName('canary'), [
    'threshold: 0.5, and not 0.02',
    'periods: 5 of 5, and not 3 of 5',
  ]);
  const quarantined = (over: Partial<Policy>, ...those: readonly ReturnType<typeof back>[]) =>
    quarantineLetter(policy(over), those);
  const pinned = (variant: string, requests: number) => ({ variant, requests, what: '' });
  const letters: readonly Told[] = [
    ['the endpoint does not exist', unguardedLetter(onSlack, gone)],
    ['much is missing', unguardedLetter(onSlack, halfGone)],
    ['an alarm was changed', unguardedLetter(onSlack, [changed])],
    ['what was rolled back has traffic', quarantined({}, back('canary', 0.1))],
    [
      'of two incidents, mode observe',
      quarantined({ mode: 'observe' }, back('canary', 0.1), back('second', 0.2, 'fraud-2')),
    ],
    ['stable and a canary were rolled back', quarantined({}, back('stable', 0.4), back('canary', 0.1))],
    ['a variant of weight 0 serves requests', pinnedLetter(policy(), [pinned('canary', 7)])],
    ['two variants do', pinnedLetter(policy(), [pinned('canary', 7), pinned('second', 1_240)])],
    [
      'two guards see nothing',
      blindLetter(policy(), [
        { what: 'orders has seen no data of canary for 3 hours, though requests came', mend: 'see who publishes it' },
        { what: 'drift-age has seen no data for 4 hours, though requests came', mend: 'look at the job' },
      ]),
    ],
    ['SageMaker took a change back', gaveUpLetter(policy(), [{ what: '', config: 'config-1', reason: 'no capacity' }])],
  ];
  await expect(page(letters)).toMatchFileSnapshot('golden/compared.txt');
});

const ID = 'drill-20260101T100930';
const drill = (over: Parameters<typeof incident>[0] = {}, by: string | undefined = ANA): Incident =>
  incident({ id: `fraud-${ID}`, drill: { id: ID, ...(by !== undefined && { by }) }, ...over });
const endedAs = (state: Ending['state'], because: Ending['because']) => ({
  told: 1,
  ending: { state, at: at(20), because },
});

test('a drill: nothing is wrong, from its first letter to its last', async () => {
  const inForce = shift({ inForceAt: at(10.5) });
  const letters: readonly Told[] = [
    ['it opens', told(drill({ hold: { kind: 'drill', id: ID } }))],
    ['nobody knows whose it is', told(drill({ hold: { kind: 'drill', id: ID } }, undefined))],
    ['it moves traffic', told(drill({ shift: shift() }))],
    ['it may not', told(drill({ hold: { kind: 'frozen' } }))],
    ['it is over', told(drill(endedAs('NOT_ROLLED_BACK', 'drill-over')))],
    ['it is proved', told(drill({ shift: inForce, ...endedAs('RECOVERED', 'proved') }))],
    ['it is not', told(drill({ shift: inForce, ...endedAs('ROLLED_BACK_NOT_RECOVERED', 'not-proved-in-time') }))],
  ];
  await expect(page(letters)).toMatchFileSnapshot('golden/drills.txt');
});

test('Slack shows the same letter in blocks, with a sign for how grave it is', async () => {
  const letters = [
    told(incident({ shift: shift() })),
    { ...told({ ...shifted(), ...endedAs('RECOVERED', 'proved') }), lines: ['fraud: held', 'cart: recovered'] },
  ];
  const bodies = letters.map((letter) => JSON.stringify(asSlack(letter), null, 2));
  await expect(`${bodies.join('\n')}\n`).toMatchFileSnapshot('golden/slack.txt');
});

test('the code of the endpoint is told of each variant that must not get its weight back', () => {
  expect(zeroWeights(['canary', 'second'])).toContain('production_variants: canary, second\n');
});
