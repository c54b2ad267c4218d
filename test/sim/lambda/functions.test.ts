import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { plainApis } from './apis.ts';
import { TROUBLED_HANDLER } from './bundles.ts';
import { bundle, create, FUNCTION_ARN, type SmallWorld, type SmallWorldOptions, smallWorld } from './small-world.ts';

let directory = '';
const worlds: SmallWorld[] = [];

beforeAll(async () => {
  directory = await bundle(TROUBLED_HANDLER);
});
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const worldWith = async (options: Partial<SmallWorldOptions> = {}): Promise<SmallWorld> => {
  const world = await smallWorld({ directory, apis: plainApis(), ...options });
  worlds.push(world);
  return world;
};
const logsOf = (world: SmallWorld): readonly unknown[] =>
  world.lines('log').map(({ at: _at, kind: _kind, function: _function, requestId: _requestId, ...facts }) => facts);
const outcomes = (world: SmallWorld): readonly unknown[] => world.lines('return').map(({ outcome }) => outcome);

describe('time inside a function', () => {
  test('every clock that a function can read tells the virtual time, and sleeping costs nothing', async () => {
    const world = await worldWith();
    world.invoke({ do: 'wait' });
    await world.play(1);
    expect(logsOf(world)).toContainEqual({ date: 3000, performance: 3000, hrtime: 3000, interval: 3 });
    expect(world.lines('return')).toMatchObject([{ outcome: 'ok', ms: 3000, at: '2026-11-20T10:00:03.400Z' }]);
  });

  test('parallel calls take as long as one, and what follows takes as long again', async () => {
    const written: unknown[] = [];
    const world = await worldWith({ apis: plainApis(written) });
    world.invoke({ do: 'read, then write' });
    await world.play(1);
    expect(logsOf(world)).toContainEqual({ seen: 'cab' });
    expect(world.lines('call').map(({ operation, sentAt, at }) => [operation, sentAt, at])).toEqual([
      ['DescribeEndpoint', '2026-11-20T10:00:00.400Z', '2026-11-20T10:00:00.480Z'],
      ['DescribeEndpoint', '2026-11-20T10:00:00.400Z', '2026-11-20T10:00:00.480Z'],
      ['DescribeEndpoint', '2026-11-20T10:00:00.400Z', '2026-11-20T10:00:00.480Z'],
      ['UpdateEndpointWeightsAndCapacities', '2026-11-20T10:00:00.480Z', '2026-11-20T10:00:00.560Z'],
      ['Publish', '2026-11-20T10:00:00.560Z', '2026-11-20T10:00:00.590Z'],
    ]);
    expect(written).toMatchObject([
      { EndpointName: 'a' },
      { Message: 'a < b & c', MessageAttributes: { endpoint: {} } },
    ]);
  });

  test('a throttled call is retried by the SDK after a backoff of virtual time', async () => {
    const throttled = { kind: 'error', code: 'ThrottlingException', message: 'Rate exceeded', status: 400 } as const;
    const world = await worldWith({ faults: { call: (_api, _operation, n) => (n <= 2 ? throttled : undefined) } });
    world.invoke({ do: 'read once' });
    await world.play(1);
    expect(world.lines('call').map(({ outcome }) => outcome)).toEqual([
      'ThrottlingException',
      'ThrottlingException',
      'ok',
    ]);
    const [, waited] = logsOf(world) as { status?: string; after?: number }[];
    expect(waited?.status).toBe('InService');
    expect(waited?.after).toBeGreaterThan(240);
  });

  test('a call that is never answered is given up when its abort signal says so', async () => {
    const silent = { kind: 'no-reply', effect: 'before' } as const;
    const world = await worldWith({ faults: { call: (api) => (api === 'dynamodb' ? silent : undefined) } });
    world.invoke({ do: 'intend within 300 ms' });
    await world.play(1);
    expect(logsOf(world)).toContainEqual({ put: 'AbortError', after: 300 });
    expect(world.lines('call')).toMatchObject([{ operation: 'PutItem', outcome: 'no-reply' }]);
  });

  test('a socket that stays silent times out in virtual time', async () => {
    const silent = { kind: 'no-reply', effect: 'after' } as const;
    const world = await worldWith({ faults: { call: (_api, _operation, n) => (n === 1 ? silent : undefined) } });
    world.invoke({ do: 'read over an impatient socket' });
    await world.play(1);
    expect(logsOf(world)).toContainEqual({ refused: 'TimeoutError', after: 700 });
  });

  test('work of the thread pool is waited for, though the clock stands still meanwhile', async () => {
    const world = await worldWith();
    world.invoke({ do: 'hash' });
    await world.play(1);
    expect(logsOf(world)).toContainEqual({ bytes: 32 });
    expect(world.lines('return')).toMatchObject([{ outcome: 'ok', ms: 0 }]);
  });

  test('what a handler leaves behind is frozen, and goes on in the next invocation', async () => {
    const world = await worldWith();
    world.invoke({ do: 'leave something behind' });
    await world.play(5);
    expect(logsOf(world)).toEqual([expect.objectContaining({ began: 'leave something behind' })]);
    world.invoke({ do: 'wait' });
    await world.play(1);
    expect(logsOf(world).slice(1, 4)).toEqual([
      expect.objectContaining({ began: 'wait' }),
      { late: '2026-11-20T10:05:00.005Z' },
      { timer: '2026-11-20T10:05:00.005Z' },
    ]);
  });
});

describe('how an invocation ends', () => {
  test.each([
    ['throw', 'error', /^RangeError: weights out of range$/],
    ['crash', 'error', /^Error: nobody catches this$/],
    ['exit', 'error', /^Runtime.ExitError: RequestId: \S{36} Error: Runtime exited with error: exit status 3$/],
    ['hang', 'timeout', /^Sandbox.Timedout: RequestId: \S{36} Error: Task timed out after 30.00 seconds$/],
  ])('%s: it is an %s', async (act, outcome, error) => {
    const world = await worldWith({ invokeConfig: { MaximumRetryAttempts: 0 } });
    world.invoke({ do: act });
    await world.play(1);
    expect(world.lines('return')).toMatchObject([{ outcome, error: expect.stringMatching(error) }]);
    expect(world.samples.filter(({ name }) => name === 'Errors')).toMatchObject([
      { namespace: 'AWS/Lambda', dimensions: { FunctionName: 'Reconcile0A1B2C3D' }, values: [[1, 1]] },
    ]);
  });

  test('an environment that crashed is replaced by a cold one; one that threw is kept', async () => {
    const world = await worldWith({ invokeConfig: { MaximumRetryAttempts: 0 } });
    for (const act of ['throw', 'exit', 'look around']) {
      world.invoke({ do: act });
      await world.play(1);
    }
    expect(world.lines('invoke').map(({ cold }) => cold)).toEqual([true, false, true]);
  });

  test('a bundle that cannot be loaded is a function error', async () => {
    const broken = await bundle('throw new TypeError("no config"); export const handler = 1;');
    const world = await worldWith({ directory: broken, invokeConfig: { MaximumRetryAttempts: 0 } });
    world.invoke({});
    await world.play(1);
    expect(world.lines('return')).toMatchObject([{ outcome: 'error', error: 'TypeError: no config' }]);
  });

  test('a failed event is retried after one and two minutes, then goes to the destination', async () => {
    const queue = 'arn:aws:sqs:eu-west-1:111122223333:dead';
    const world = await worldWith({ invokeConfig: { DestinationConfig: { OnFailure: { Destination: queue } } } });
    world.invoke({ do: 'throw' });
    await world.play(5);
    expect(world.lines('invoke').map(({ at, attempt }) => [at, attempt])).toEqual([
      ['2026-11-20T10:00:00.400Z', 1],
      ['2026-11-20T10:01:00.405Z', 2],
      ['2026-11-20T10:03:00.410Z', 3],
    ]);
    expect(world.sent).toMatchObject([
      {
        queue,
        who: { kind: 'role', functionName: 'Reconcile' },
        body: {
          version: '1.0',
          requestContext: {
            condition: 'RetriesExhausted',
            approximateInvokeCount: 3,
            functionArn: `${FUNCTION_ARN}:$LATEST`,
          },
          requestPayload: { do: 'throw' },
          responseContext: { functionError: 'Unhandled' },
          responsePayload: { errorType: 'RangeError', errorMessage: 'weights out of range' },
        },
      },
    ]);
    expect(JSON.stringify(world.sent)).not.toContain(directory);
  });

  test('an event that is older than its config allows is not tried again', async () => {
    const queue = 'arn:aws:sqs:eu-west-1:111122223333:dead';
    const onFailure = { DestinationConfig: { OnFailure: { Destination: queue } }, MaximumEventAgeInSeconds: 90 };
    const world = await worldWith({ invokeConfig: onFailure });
    world.invoke({ do: 'throw' });
    await world.play(6);
    expect(outcomes(world)).toEqual(['error', 'error']);
    expect(world.sent).toMatchObject([{ body: { requestContext: { condition: 'EventAgeExceeded' } } }]);
  });

  test('a lost event without a destination, or without the right to send to it, is a missing hop', async () => {
    const lost = await worldWith({ invokeConfig: { MaximumRetryAttempts: 0 } });
    lost.invoke({ do: 'throw' });
    await lost.play(1);
    expect(lost.lines('missing-hop')).toMatchObject([{ hop: 'on-failure', from: 'Reconcile' }]);

    const Destination = 'arn:aws:sqs:eu-west-1:111122223333:dead';
    const invokeConfig = { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination } } };
    const barred = await worldWith({ invokeConfig, sendDecision: { allowed: false, why: 'no sqs:SendMessage' } });
    barred.invoke({ do: 'throw' });
    await barred.play(1);
    expect(barred.lines('missing-hop')).toMatchObject([{ hop: 'grant', to: Destination, why: 'no sqs:SendMessage' }]);
  });
});

describe('concurrency', () => {
  test('environments are reused, and a second one starts only while the first is busy', async () => {
    const world = await worldWith();
    world.invoke({ do: 'wait' });
    world.invoke({ do: 'look around' });
    await world.play(1);
    world.invoke({ do: 'look around' });
    await world.play(1);
    expect(world.lines('invoke').map(({ cold }) => cold)).toEqual([true, true, false]);
  });

  test('beyond the reserved concurrency an event is throttled and tried again later', async () => {
    const world = await worldWith({ properties: { ReservedConcurrentExecutions: 1 } });
    world.invoke({ do: 'wait' });
    world.invoke({ do: 'look around' });
    await world.play(1);
    expect(outcomes(world)).toEqual(['ok', 'ok']);
    expect(world.lines('invoke')).toHaveLength(2);
    expect(world.lines('invoke')[1]?.at).toBe('2026-11-20T10:00:07.005Z');
    const throttles = world.samples.filter(({ name, values }) => name === 'Throttles' && values[0]?.[0] === 1);
    expect(throttles).toHaveLength(3);
  });
});

describe('what a function is given', () => {
  test('its own variables and those of Lambda, and nothing of the host', async () => {
    const world = await worldWith({ properties: { Environment: { Variables: { OWN: 'mine' } } } });
    world.invoke({ do: 'look around' });
    await world.play(1);
    expect(logsOf(world)[1]).toEqual({
      warm: 0,
      home: 'none',
      path: 'none',
      own: 'mine',
      region: 'eu-west-1',
      zone: 0,
    });
  });

  test('what it prints reaches nobody when its role may not write its log', async () => {
    const asked: string[] = [];
    const world = await worldWith({
      properties: { LoggingConfig: { LogGroup: 'Shop' } },
      judge: (_, { action, resource }) => {
        asked.push(`${action} ${resource}`);
        return action === 'logs:PutLogEvents' ? { allowed: false, why: 'no' } : { allowed: true };
      },
    });
    world.invoke({ do: 'wait' });
    await world.play(1);
    expect(logsOf(world)).toEqual([]);
    const hop = { hop: 'grant', from: 'Reconcile', to: 'logs:PutLogEvents on Shop', why: 'no' };
    expect(world.lines('missing-hop')[0]).toMatchObject(hop);
    expect(asked).toContainEqual(
      expect.stringMatching(/^logs:CreateLogStream arn:aws:logs:eu-west-1:111122223333:log-group:Shop:log-stream:/),
    );
  });

  test('a missing grant is AccessDenied in the words of AWS, and a missing hop that names both ends', async () => {
    const why =
      'User: arn:aws:sts::111122223333:assumed-role/R/F is not authorized to perform: sagemaker:DescribeEndpoint';
    const world = await worldWith({
      judge: (_, { action }) => (action.startsWith('sagemaker:') ? { allowed: false, why } : { allowed: true }),
    });
    world.invoke({ do: 'read and be refused' });
    await world.play(1);
    expect(logsOf(world)).toContainEqual({ refused: 'AccessDeniedException', message: why });
    const to = 'sagemaker:DescribeEndpoint on arn:aws:sagemaker:eu-west-1:111122223333:endpoint/a';
    expect(world.lines('missing-hop')).toMatchObject([{ hop: 'grant', from: 'Reconcile', to, why }]);
  });

  test('Slack is posted to over fetch, in virtual time, and the post is a line of the journal', async () => {
    const world = await worldWith({ slack: () => ({ status: 200, body: 'ok' }) });
    world.invoke({ do: 'post to slack' });
    await world.play(1);
    expect(logsOf(world)).toContainEqual({ slack: 200, text: 'ok' });
    expect(world.lines('message')).toMatchObject([
      { channel: 'slack', path: '/slack/T1/B2', status: 200, body: { text: 'hi' }, at: '2026-11-20T10:00:00.500Z' },
    ]);
  });

  test('Slack may stay silent, and may be posted to again much later over the same environment', async () => {
    const silent = { kind: 'no-reply', effect: 'before' } as const;
    const faults = { call: (_api: string, _operation: string, n: number) => (n === 1 ? silent : undefined) };
    const world = await worldWith({ faults, slack: () => ({ status: 200, body: 'ok' }) });
    for (const act of ['post to slack in vain', 'post to slack', 'post to slack']) {
      world.invoke({ do: act });
      await world.play(20);
    }
    expect(logsOf(world)).toContainEqual({ slack: 'TimeoutError', after: 3000 });
    expect(world.lines('message')).toHaveLength(2);
    expect(outcomes(world)).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('who may invoke', () => {
  const service = {
    kind: 'service',
    service: 'events.amazonaws.com',
    sourceArn: 'arn:aws:events:eu-west-1:1:rule/r',
  } as const;

  test('the function policy is what its permissions say, and a refusal is a missing hop', async () => {
    const judged: unknown[] = [];
    const world = await worldWith({
      judge: (who, need, policy) => {
        judged.push({ who, need, policy });
        return { allowed: false, why: 'no resource-based policy allows it' };
      },
    });
    create(world.functions, 'AWS::Lambda::Permission', {
      logicalId: 'Allow',
      properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: FUNCTION_ARN,
        Principal: service.service,
        SourceArn: service.sourceArn,
      },
    });
    expect(world.invoke({}, service)).toEqual({ allowed: false, why: 'no resource-based policy allows it' });
    expect(judged).toMatchObject([
      {
        who: service,
        need: { action: 'lambda:InvokeFunction', resource: FUNCTION_ARN },
        policy: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Condition: { ArnLike: { 'AWS:SourceArn': service.sourceArn } },
            },
          ],
        },
      },
    ]);
    expect(world.lines('missing-hop')).toMatchObject([{ hop: 'permission', from: service.sourceArn, to: 'Reconcile' }]);
  });

  test.each([
    ['Runtime', 'python3.13', /Runtime is "python3.13", but only nodejs24.x can be run here/],
    ['Timeout', 901, /Timeout is 901, but it must be a whole number from 1 to 900/],
    ['Handler', 'main.handler', /there is no main.mjs or main.js in/],
    ['Handler', 'index', /Handler is "index", but it must be FILE.EXPORT/],
  ])('a function whose %s is %s is refused', async (name, value, message) => {
    await expect(smallWorld({ directory, properties: { [name]: value } })).rejects.toThrow(message);
  });
});
