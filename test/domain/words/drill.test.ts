import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import { incidentLetter } from '../../../lambdas/domain/words/incident-letter.ts';
import { asText } from '../../../lambdas/domain/words/letter.ts';
import { asSlack } from '../../../lambdas/domain/words/slack.ts';
import { alarmName, at, incident, policy, shift } from '../../builders.ts';

const ID = 'drill-20260101T100930';
const BY = 'arn:aws:iam::111122223333:user/ana';
const drill = (over: Partial<Incident> = {}, by: string | undefined = BY): Incident => ({
  ...incident({ id: `fraud-${ID}`, drill: { id: ID, ...(by === undefined ? {} : { by }) } }),
  ...(over as Incident),
});
const letter = (of: Incident) =>
  incidentLetter({
    incident: of,
    policy: policy(),
    places: { guardPrefix: 'rb/guard/fraud/', freezeParameter: '/rb/freeze' },
  });

const opened = drill({ hold: { kind: 'drill', id: ID } });
const over = drill({ told: 1, ending: { state: 'NOT_ROLLED_BACK', at: at(11), because: 'drill-over' } });
const moving = drill({ shift: shift() });
const proved = drill({
  shift: shift({ inForceAt: at(10.5) }),
  ending: { state: 'RECOVERED', at: at(13), because: 'proved' },
});
const unproved = drill({
  shift: shift({ inForceAt: at(10.5) }),
  ending: { state: 'ROLLED_BACK_NOT_RECOVERED', at: at(20), because: 'not-proved-in-time' },
});
const notMoved = drill({ hold: { kind: 'frozen' } });

describe('the letter of a drill', () => {
  test.each([
    ['that opens', opened, 'a test of the way to you'],
    ['that is over', over, 'it is over'],
    ['that moves traffic', moving, 'all traffic to stable, on purpose'],
    ['that is proved', proved, 'it is over, RECOVERED'],
    ['that is not proved', unproved, 'it is over, ROLLED_BACK_NOT_RECOVERED'],
    ['that may not move traffic', notMoved, 'no traffic is moved'],
  ])('%s says first that nothing is wrong, and last that nothing is to be done', (_, of, short) => {
    const { headline, tone, seen, done, next } = letter(of);
    expect(headline).toBe(`DRILL fraud, nothing is wrong: ${short}`);
    expect({ tone, next }).toEqual({ tone: 'drill', next: expect.stringMatching(/^Nothing\./) });
    expect(done).toMatch(/^DRILL\. /);
    expect(seen).toMatch(`DRILL: ${BY} set the alarm ${alarmName('canary')} at 10:09:30 UTC`);
  });
  test('reads from top to bottom', () => {
    expect(asText(letter(opened))).toMatchInlineSnapshot(`
      "DRILL fraud, nothing is wrong: a test of the way to you

      What was seen:   DRILL: arn:aws:iam::111122223333:user/ana set the alarm rb/guard/fraud/canary/errors-5xx at 10:09:30 UTC, to see whether this message comes. No guard is broken. Traffic then: stable 90 %, canary 10 %.
      What was done:   DRILL. Nothing was shifted: this is a drill, and no traffic is moved in it.
      What it means:   You read this because the alarm, the rule, the function and this message work. That was tested, and nothing else.
      What to do next: Nothing. If you are asked whether this message came, say yes.

      aws cloudwatch describe-alarms --alarm-names 'rb/guard/fraud/canary/errors-5xx' --query 'MetricAlarms[].[StateValue,StateReason]'

      Incident fraud-drill-20260101T100930, message 1."
    `);
    expect(asText(letter(proved))).toMatchInlineSnapshot(`
      "DRILL fraud, nothing is wrong: it is over, RECOVERED

      What was seen:   DRILL: arn:aws:iam::111122223333:user/ana set the alarm rb/guard/fraud/canary/errors-5xx at 10:09:30 UTC, to see whether this message comes. No guard is broken. Traffic then: stable 90 %, canary 10 %.
      What was done:   DRILL. Asked SageMaker at 10:10:00 UTC for stable 100 %, canary 0 %. At 10:13:00 UTC it is proved: the endpoint is InService with stable 100 %, canary 0 %, no other variant served a request for a whole minute, and stable keeps its guards.
      What it means:   A rollback of this endpoint works, from the alarm to the proof. Whoever runs the drill can put the weights back.
      What to do next: Nothing. If you are asked whether this message came, say yes.

      aws sagemaker describe-endpoint --endpoint-name fraud --query '{Status:EndpointStatus,Config:EndpointConfigName,Weights:ProductionVariants[].[VariantName,CurrentWeight,DesiredWeight,CurrentInstanceCount]}'

      Incident fraud-drill-20260101T100930, message 1, the last one."
    `);
  });
  test('says why no traffic is moved, and that an incident would be held alike', () => {
    expect(letter(notMoved)).toMatchObject({
      done: expect.stringContaining('rollbacks are frozen'),
      means: expect.stringContaining('In an incident'),
    });
  });
  test('of nobody that the ledger knows tells whom to look for', () => {
    const stranger = drill({ hold: { kind: 'drill', id: ID }, drill: { id: ID } });
    expect(letter(stranger)).toMatchObject({
      seen: expect.stringContaining('DRILL: somebody set the alarm'),
      next: expect.stringContaining('SetAlarmState'),
    });
  });
  test('cannot be made to look like another by the name of who ran it', () => {
    expect(letter(drill({ hold: { kind: 'drill', id: ID } }, 'ana\nALARM')).seen).toContain('DRILL: ana ALARM set');
  });
  test('is told also where the record does not say which alarm it was', () => {
    const { breach: _lost, ...rest } = over;
    const unclear: Incident = { ...rest, byHand: { by: BY, at: at(10) } };
    expect(letter(unclear).seen).toContain(`DRILL: ${BY} set an alarm, to see`);
  });
  test('has its own sign in Slack', () => {
    expect(JSON.stringify(asSlack(letter(opened)))).toContain(':test_tube: DRILL fraud, nothing is wrong');
  });
});
