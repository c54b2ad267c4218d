import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { COMMAND, email, incident, page, slack } from './incident.ts';
import { ALARM, alarm, ENDPOINT, event, invocation, line, minute, READS, shown, summary, weights } from './journal.ts';

test('an incident reads from the fault to the proof on 80 columns without colour', async () => {
  await expect(shown(incident())).toMatchFileSnapshot('incident.80.txt');
});

test('an incident on a wide terminal keeps its lines short enough to read', () => {
  const rows = shown(incident(), { width: 200 }).split('\n');
  const widest = Math.max(...rows.filter((row) => !row.includes('aws ')).map((row) => row.length));
  expect(widest).toBeGreaterThan(80);
  expect(widest).toBeLessThanOrEqual(110);
});

test('nothing but a command is wider than the terminal', () => {
  for (const width of [80, 100]) {
    const rows = shown(incident(), { width }).split('\n');
    expect(rows.filter((row) => row.length > width && !row.includes(COMMAND))).toEqual([]);
  }
});

test('a command stands whole on a line of its own, so that it can be copied', () => {
  const rows = shown(incident()).split('\n');
  expect(rows.filter((row) => row.trim() === COMMAND)).toHaveLength(2);
});

test('colour changes no character of what is shown', () => {
  const coloured = shown(incident(), { colour: true });
  expect(coloured).not.toBe(shown(incident()));
  expect(stripVTControlCharacters(coloured)).toBe(shown(incident()));
});

test('a sweep that finds nothing leaves no trace', () => {
  const { invoke, log, call, end } = invocation('quiet');
  const sweep = [
    invoke(11),
    log(11, 'triggered', { by: 'sweep' }),
    call(11, 60, ['cloudwatch', 'DescribeAlarms']),
    log(11.1, 'swept', { endpoints: 3, looksAt: [ENDPOINT] }),
    log(11.2, 'decided', { endpoint: ENDPOINT, verdict: 'nothing', because: 'no-breach' }),
    end(11.3),
  ];
  expect(shown(sweep)).toBe(shown([]));
});

test('alarms that wake to OK, and the events of it, leave no trace', () => {
  expect(shown([alarm(5, 'INSUFFICIENT_DATA', 'OK'), event(5.2, ALARM)])).toBe(shown([]));
});

test('an endpoint that nothing happens to stays off the screen until something does; its minutes always do', () => {
  const other = minute(60, { canaryShare: 0.1, canaryErrors: 0, endpoint: 'another' });
  expect(shown([...other, line(61, 'story', { text: 'x' })])).not.toMatch(/another|░/);
  const gaps = [{ what: 'alarm x does not exist', mend: 'deploy' }];
  const joins = invocation('r').log(50, 'unguarded', { endpoint: 'another', gaps });
  const joined = shown([joins, ...other, line(61, 'story', { text: 'x' })]);
  expect(joined).toContain('another is UNGUARDED: alarm x does not exist');
  expect(joined).not.toContain('░');
});

test('a shift is told before the change that it sets off', () => {
  const text = shown(incident());
  expect(text.indexOf('SHIFT asked')).toBeLessThan(text.indexOf('Updating, asked by Reconcile'));
});

test('a call that got no reply, and a shift that was refused, are told', () => {
  const { invoke, log, call, end } = invocation('r');
  const text = shown(
    [
      invoke(10),
      log(10, 'decided', { endpoint: ENDPOINT, verdict: 'roll-back', incident: 'i', breach: {} }),
      call(10, 300, ['dynamodb', 'TransactWriteItems', 'no-reply']),
      call(10.3, 80, ['sagemaker', 'UpdateEndpointWeightsAndCapacities', 'AccessDeniedException']),
      log(10.4, 'asked for the shift', { endpoint: ENDPOINT, to: { stable: 1, canary: 0 }, answer: 'refused' }),
      end(11, 'Error: boom'),
    ],
    { width: 110 },
  );
  expect(text).toContain('TransactWriteItems got no reply');
  expect(text).toContain('UpdateEndpointWeightsAndCapacities was answered AccessDeniedException');
  expect(text).toContain('canary 0 % → refused');
  expect(text).toContain('Reconcile failed: Error: boom');
  expect(text).not.toContain('wrote the intent');
});

test('the same decision again is told in full once', () => {
  const look = (id: string, seconds: number, by: string) => {
    const { invoke, log, call } = invocation(id);
    const reason = { kind: 'endpoint-busy', status: 'Updating' };
    return [
      invoke(seconds),
      log(seconds, 'triggered', { by }),
      ...READS.map(([ms, api, operation]) => call(seconds, ms, [api, operation])),
      log(seconds + 1, 'decided', { endpoint: ENDPOINT, verdict: 'hold', incident: 'i', reason }),
    ];
  };
  const text = shown([...look('a', 10, 'endpoint'), ...look('b', 20, 'sweep'), ...look('c', 30, 'endpoint')]);
  expect(text.match(/HOLD, shift nothing/g)).toHaveLength(1);
  expect(text.match(/as before: hold/g)).toHaveLength(1);
});

test('a lost event, a broken hop and a dead letter name both ends', () => {
  const text = shown(
    [
      event(10, `${ALARM}`, 'lost'),
      line(11, 'missing-hop', {
        hop: 'grant',
        from: 'Reconcile',
        to: 'sns:Publish on x',
        why: 'no statement allows it',
      }),
      line(12, 'dead-letter', { queue: 'ExecutionDeadLetters', from: 'Notify', why: 'it failed three times' }),
    ],
    { width: 110 },
  );
  expect(text).toContain('alarm canary errors-5xx → rule AlarmChanged → LOST on its way');
  expect(text).toContain('BROKEN  grant: Reconcile → sns:Publish on x: no statement allows it');
  expect(text).toContain('BROKEN  dead letter from Notify in ExecutionDeadLetters: it failed three times');
});

test("a quiet alarm of a variant without traffic is called no proof, and a hand-set alarm's reason is quoted", () => {
  const noTraffic = weights(0, { status: 'InService', stable: 1, canary: 0, by: 'sagemaker' });
  expect(shown([noTraffic, alarm(10, 'ALARM', 'OK', 0)])).toContain('proves nothing');
  expect(shown([alarm(10, 'OK', 'ALARM', null)])).toContain('no datapoint (“just trying”)');
});

test('an email, a page and a Slack post differ without colour too', () => {
  const text = shown([email(1, 'Hello', ['What was done: x']), page(2), slack(3, 'Hi')]);
  expect(text).toMatch(/┌─ EMAIL to oncall@example.com[^╔]*╔═ PAGE[^╭]*╭─ SLACK/);
  expect(text).not.toContain(':rewind:');
});

test('a log line that nobody expects is shown as it stands', () => {
  const { log } = invocation('r', 'Notify');
  expect(shown([log(1, 'something new', { count: 3 })])).toContain('Notify: something new {"count":3}');
});

test('before the fault the time is the clock, after it the time since', () => {
  const rows = shown([...minute(60, { canaryShare: 0.1, canaryErrors: 0 }), line(95, 'story', { text: 'x' })]);
  expect(rows).toContain('10:01Z ▇▇▇');
  expect(rows).toContain('+00:00 story   x');
});

test('a play that did not end as it should says what is missing, and is told once', () => {
  const unmet = ['guard alarm → rule → Reconcile: EventBridge hands the alarm to Reconcile'];
  const end = summary(500, { endState: null, asExpected: false, unmet });
  const text = shown([end, end]);
  expect(text).toContain('NO END.');
  expect(text.match(/✗ bad-canary did not end as it should:\n {2}✗ guard alarm/g)).toHaveLength(1);
});

test('nobody is said to be spared when no weights moved', () => {
  expect(shown(incident())).toContain('spared');
  expect(shown([summary(500)])).not.toContain('spared');
});
