import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import { makeAwsTime, tellingTime } from '../../lambdas/aws/aws-time.ts';
import { MINUTE, SECOND } from '../../lambdas/domain/model.ts';
import { NOW } from '../builders.ts';
import { hangsUp, rude } from './wired.ts';

const dateOf = (instant: number): string => new Date(instant).toUTCString();

/** A machine whose clock is off by so much, and which asked half a second ago. */
const machine = (offBy: number) => {
  const held = { now: NOW, offBy };
  const time = makeAwsTime(() => held.now + held.offBy);
  const hear = (date: string, tookMs = 500) =>
    time.heard(date, { sentAt: time.local() - tookMs, heardAt: time.local() });
  return { held, time, hear };
};

describe('F32: the time', () => {
  test("is this machine's own as long as nobody has said another", () => {
    expect(machine(7 * MINUTE).time.now()).toBe(NOW + 7 * MINUTE);
  });
  test.each([-10 * MINUTE, -5 * SECOND, 5 * SECOND, 3 * MINUTE])(
    'is what AWS says where the machine is off by %d ms, to a second or so',
    (offBy) => {
      const { time, hear } = machine(offBy);
      hear(dateOf(NOW));
      expect(Math.abs(time.now() - NOW)).toBeLessThanOrEqual(1.5 * SECOND);
    },
  );
  test.each([0, 999, 2 * SECOND, -2 * SECOND])('is left alone where the machine may be right (%d ms)', (offBy) => {
    const { time, hear } = machine(offBy);
    hear(dateOf(NOW));
    expect(time.now()).toBe(NOW + offBy);
  });
  test('is not taken from an answer that was on its way for longer than that', () => {
    const { time, hear } = machine(0);
    hear(dateOf(NOW - 4 * SECOND), 4 * SECOND);
    expect(time.now()).toBe(NOW);
  });
  test('does not jump with each reply once it is right', () => {
    const { held, time, hear } = machine(5 * MINUTE);
    hear(dateOf(NOW));
    const first = time.now();
    held.now += 700;
    hear(dateOf(held.now));
    expect(time.now()).toBe(first + 700);
  });
  test("is the machine's again once somebody has set its clock", () => {
    const { held, time, hear } = machine(5 * MINUTE);
    hear(dateOf(NOW));
    held.offBy = 0;
    hear(dateOf(NOW));
    expect(time.now()).toBe(NOW);
  });
  test('is not what makes no sense', () => {
    const { time, hear } = machine(0);
    hear('yesterday');
    expect(time.now()).toBe(NOW);
  });
});

describe('F32: every reply of a client tells the time,', () => {
  const LATE = NOW + 10 * MINUTE;
  const asked = async (status: number, headers: Record<string, string>, body: object) => {
    const time = makeAwsTime(() => NOW);
    const settings = await rude((_request, response) => {
      response.sendDate = false;
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers });
      response.end(JSON.stringify(body));
    });
    const client = tellingTime(new SageMakerClient(settings), time);
    await client.send(new DescribeEndpointCommand({ EndpointName: 'fraud' })).catch(() => undefined);
    return time.now();
  };

  test.each([
    ['an answer', 200, { EndpointName: 'fraud' }],
    ['a refusal', 400, { __type: 'ThrottlingException', message: 'Rate exceeded' }],
    ['an error of the service', 500, { __type: 'InternalFailure', message: 'We are sorry' }],
  ])('%s', async (_, status, body) => {
    expect(await asked(status, { date: dateOf(LATE) }, body)).toBeCloseTo(LATE + 500, -3);
  });
  test('but not one that comes from a store', async () => {
    expect(await asked(200, { date: dateOf(LATE), age: '0' }, {})).toBe(NOW);
  });
  test('nor one without a date', async () => {
    expect(await asked(200, {}, {})).toBe(NOW);
  });
  test('and a connection that breaks says nothing', async () => {
    const time = makeAwsTime(() => NOW);
    const client = tellingTime(new SageMakerClient(await rude(hangsUp)), time);
    await expect(client.send(new DescribeEndpointCommand({ EndpointName: 'fraud' }))).rejects.toThrow();
    expect(time.now()).toBe(NOW);
  });
});
