import { beforeAll, describe, expect, test } from 'vitest';
import { ARN, ask, type Input, invoking } from './asked.ts';
import { CALLING_HANDLER, PLAIN_HANDLER } from './handlers.ts';
import { bundle, type SmallWorld, type SmallWorldOptions, smallWorld } from './small-world.ts';

let directory = '';
beforeAll(async () => {
  directory = await bundle(PLAIN_HANDLER);
});

const within = async (play: (world: SmallWorld) => Promise<void>, options: Partial<SmallWorldOptions> = {}) => {
  const world = await smallWorld({ directory, ...options });
  try {
    await play(world);
  } finally {
    await world.close();
  }
};
const refusal = (code: string, message: string, over: Input = {}): Error =>
  expect.objectContaining({ code, message: expect.stringContaining(message), ...over }) as Error;
const metric = ({ samples }: SmallWorld, wanted: string) =>
  samples.filter(({ name }) => name === wanted).map(({ values }) => values[0]?.[0]);

describe('a synchronous invocation', () => {
  test.each([
    ['what the handler gives', { do: 'give', what: { a: [1, 'ä'] } }, {}, { a: [1, 'ä'] }],
    ['null where it gives nothing', { do: 'give nothing' }, {}, null],
    [
      'its error, with the trace',
      { do: 'throw' },
      { FunctionError: 'Unhandled' },
      {
        errorType: 'RangeError',
        errorMessage: 'weights out of range',
        trace: expect.arrayContaining(['RangeError: weights out of range']),
      },
    ],
    [
      'an error in place of a response that is too large',
      { do: 'give too much' },
      { FunctionError: 'Unhandled' },
      {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    ],
    [
      'that it timed out',
      { do: 'wait', ms: 31_000 },
      { FunctionError: 'Unhandled' },
      {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: \S{36} Error: Task timed out after 30\.00 seconds$/),
      },
    ],
    [
      'that it exited, without a trace',
      { do: 'leave' },
      { FunctionError: 'Unhandled' },
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(/^RequestId: \S{36} Error: Runtime exited without providing a reason$/),
      },
    ],
  ])('is answered with %s', (_, event, members, payload) =>
    within(async (world) => {
      const invocation = invoking(world, event);
      expect(invocation.answered()).toBe(false);
      await world.play(1);
      expect(invocation.reply()).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST', ...members, payload });
      expect(JSON.stringify(invocation.reply())).not.toContain('sim/lambda');
    }),
  );

  test('is answered when the function has ended, in virtual time, and is never tried again', () =>
    within(async (world) => {
      const invocation = invoking(world, { do: 'wait', ms: 10_000 });
      await world.play(0.17);
      expect(invocation.answered()).toBe(false);
      await world.play(0.01);
      expect(invocation.reply().payload).toBe('waited');
      invoking(world, { do: 'throw' });
      await world.play(5);
      expect(world.lines('invoke')).toHaveLength(2);
      expect(metric(world, 'Duration')).toEqual([10_000, 0]);
    }));

  test('may show the end of its log', () =>
    within(async (world) => {
      const log = async (): Promise<string> => {
        const invocation = invoking(world, { do: 'say' }, { LogType: 'Tail' });
        await world.play(1);
        return Buffer.from(String(invocation.reply()['LogResult']), 'base64').toString();
      };
      const [cold, warm] = [await log(), await log()];
      const id = /RequestId: (\S+)/.exec(cold)?.[1];
      expect(cold.split('\n')).toEqual([
        `START RequestId: ${id} Version: $LATEST`,
        `2026-11-20T10:00:00.400Z\t${id}\tINFO\thello`,
        `2026-11-20T10:00:00.400Z\t${id}\tINFO\t{ n: 1 }`,
        `END RequestId: ${id}`,
        `REPORT RequestId: ${id}\tDuration: 50.00 ms\tBilled Duration: 450 ms\tMemory Size: 256 MB\tMax Memory Used: 64 MB\tInit Duration: 400.00 ms\t`,
        '',
      ]);
      expect(warm).toContain('Billed Duration: 50 ms');
      expect(warm).not.toContain('Init Duration');
    }));

  test.each([
    [
      'of a function that is not there',
      { FunctionName: 'nobody' },
      'ResourceNotFoundException',
      'Function not found: arn:aws:lambda:eu-west-1:111122223333:function:nobody:$LATEST',
    ],
    ['of a version that is not there', { Qualifier: '7' }, 'ResourceNotFoundException', `Function not found: ${ARN}:7`],
    [
      'of an alias that is not there',
      { FunctionName: `${ARN}:live` },
      'ResourceNotFoundException',
      `Cannot find alias arn: ${ARN}:live`,
    ],
    [
      'of two versions at once',
      { FunctionName: `${ARN}:1`, Qualifier: '2' },
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    ],
    [
      'in another Region',
      { FunctionName: ARN.replace('eu-west-1', 'us-east-1') },
      'ResourceNotFoundException',
      "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
    ],
    ['in another account', { FunctionName: ARN.replace('111122223333', '444455556666') }, 'AccessDeniedException', ''],
    [
      'of something that is no name',
      { FunctionName: 'a b' },
      'ValidationException',
      "Value 'a b' at 'functionName' failed to satisfy constraint",
    ],
    [
      'of a name that is too long',
      { FunctionName: 'x'.repeat(65) },
      'InvalidParameterValueException',
      'Member must have length less than or equal to 64',
    ],
    [
      'with what is not JSON',
      { Payload: Buffer.from('Hello') },
      'InvalidRequestContentException',
      'Could not parse request body into json: Could not parse payload into json: ',
    ],
    [
      'with what is not even text',
      { Payload: Buffer.from([0x87, 0x72]) },
      'InvalidRequestContentException',
      'Could not parse request body into json',
    ],
    [
      'with more than 6 MiB',
      { Payload: Buffer.alloc(6_291_457, ' ') },
      'RequestEntityTooLargeException',
      'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    ],
    [
      'as an event of more than 1 MiB',
      { Payload: Buffer.alloc(1_048_577, ' '), InvocationType: 'Event' },
      'RequestEntityTooLargeException',
      '1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
    ],
  ])('%s is refused', (_, input, code, message) =>
    within(async (world) => {
      expect(() => ask(world, 'Invoke', input)).toThrow(refusal(code, message));
    }),
  );

  test.each([ARN, `${ARN}:$LATEST`, 'Reconcile0A1B2C3D:$LATEST', '111122223333:function:Reconcile0A1B2C3D'])(
    'may call the function %s',
    (FunctionName) =>
      within(async (world) => {
        const invocation = invoking(world, { do: 'give', what: 1 }, { FunctionName });
        await world.play(1);
        expect(invocation.reply().payload).toBe(1);
      }),
  );

  test('with what is not known here fails loudly', () =>
    within(async (world) => {
      expect(() => ask(world, 'Invoke', { ClientContext: 'e30=' })).toThrow(
        'knows no ClientContext="e30=" of Lambda\'s Invoke',
      );
    }));
});

describe('what an invocation needs', () => {
  const need = ({ functions }: SmallWorld, input: Input) => functions.api.operations['Invoke']?.needs(input as never);

  test('is the right to invoke that very function, or that very version of it', () =>
    within(async (world) => {
      expect(need(world, { FunctionName: ARN })).toEqual([{ action: 'lambda:InvokeFunction', resource: ARN }]);
      const resource = `${ARN}:$LATEST`;
      expect(need(world, { FunctionName: ARN, Qualifier: '$LATEST' })).toEqual([
        { action: 'lambda:InvokeFunction', resource },
      ]);
    }));
});

describe('a function that invokes another', () => {
  const calling = { FunctionName: ARN, event: { FunctionName: ARN, event: { what: 'deep' } } };

  test('waits for it, in virtual time, over the wire', async () => {
    await within(
      async (world) => {
        const invocation = invoking(world, calling);
        await world.play(1);
        // A call costs 20 ms, and each of the others starts cold.
        const inner = { StatusCode: 200, after: 420, gave: 'deep' };
        expect(invocation.reply().payload).toEqual({ StatusCode: 200, after: 840, gave: inner });
      },
      { directory: await bundle(CALLING_HANDLER) },
    );
  });

  test('is told why it may not be invoked now', async () => {
    await within(
      async (world) => {
        const invocation = invoking(world, calling);
        await world.play(1);
        const reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';
        expect(invocation.reply().payload).toEqual({ refused: 'TooManyRequestsException', reason, status: 429 });
      },
      { directory: await bundle(CALLING_HANDLER), properties: { ReservedConcurrentExecutions: 1 } },
    );
  });
});

describe('an invocation that is not waited for', () => {
  test('is accepted at once', () =>
    within(async (world) => {
      const Payload = Buffer.from(JSON.stringify({ do: 'give', what: 1 }));
      expect(ask(world, 'Invoke', { Payload, InvocationType: 'Event' })).toEqual({ StatusCode: 202 });
      expect(ask(world, 'Invoke', { Payload, InvocationType: 'DryRun' })).toEqual({ StatusCode: 204 });
      await world.play(1);
      expect(world.lines('return')).toMatchObject([{ outcome: 'ok' }]);
      expect(metric(world, 'AsyncEventsReceived')).toEqual([1]);
    }));

  test('gets an empty object where there is no payload', () =>
    within(async (world) => {
      ask(world, 'Invoke', { InvocationType: 'Event' });
      await world.play(0.1);
      expect(world.lines('return')).toMatchObject([
        { error: expect.stringContaining('acts[event.do] is not a function') },
      ]);
    }));
});

describe('memory', () => {
  const small = { properties: { MemorySize: 192 } };
  const killed = {
    FunctionError: 'Unhandled',
    payload: {
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: \S{36} Error: Runtime exited with error: signal: killed$/),
    },
  };

  test.each(['hoard the heap', 'hoard buffers'])('is not to be exceeded: %s, and the environment is lost', (act) =>
    within(async (world) => {
      const invocation = invoking(world, { do: act });
      await world.play(1);
      expect(invocation.reply()).toMatchObject(killed);
      const next = invoking(world, { do: 'look around' });
      await world.play(1);
      expect(next.reply().payload).toMatchObject({ memory: '192', warm: 0 });
      expect(world.lines('invoke').map(({ cold }) => cold)).toEqual([true, true]);
      expect(metric(world, 'Errors')).toEqual([1, 0]);
    }, small),
  );

  test('that was given back does not count', () =>
    within(async (world) => {
      const invocation = invoking(world, { do: 'waste buffers' });
      await world.play(1);
      expect(invocation.reply().payload).toBe('thrifty');
    }, small));

  test('is enough where the function is given more', () =>
    within(
      async (world) => {
        const invocation = invoking(world, { do: 'hoard buffers' });
        await world.play(1);
        expect(invocation.reply().payload).toBe(30);
      },
      { properties: { MemorySize: 1_024 } },
    ));
});

describe('reserved concurrency', () => {
  const throttled = refusal('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    members: { Type: 'User', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
  });

  test('of one lets a second caller wait for nothing', () =>
    within(
      async (world) => {
        const first = invoking(world, { do: 'wait', ms: 5_000 });
        const second = invoking(world, { do: 'give', what: 1 });
        expect(() => second.reply()).toThrow(throttled);
        await world.play(1);
        expect(first.reply().payload).toBe('waited');
        expect(metric(world, 'Throttles')).toEqual([1, 0]);
        const third = invoking(world, { do: 'give', what: 1 });
        await world.play(1);
        expect(third.reply().payload).toBe(1);
      },
      { properties: { ReservedConcurrentExecutions: 1 } },
    ));

  test('of none stops the function, until it is lifted', () =>
    within(async (world) => {
      expect(ask(world, 'PutFunctionConcurrency', { ReservedConcurrentExecutions: 0 })).toEqual({
        ReservedConcurrentExecutions: 0,
      });
      expect(() => invoking(world, {}).reply()).toThrow(throttled);
      world.invoke({ do: 'give', what: 1 });
      await world.play(1);
      expect(world.lines('missing-hop')).toMatchObject([
        { hop: 'on-failure', why: expect.stringContaining('ZeroReservedConcurrency') },
      ]);
      expect(ask(world, 'DeleteFunctionConcurrency')).toEqual({});
      expect(ask(world, 'GetFunctionConcurrency')).toEqual({});
      const invocation = invoking(world, { do: 'give', what: 1 });
      await world.play(1);
      expect(invocation.reply().payload).toBe(1);
    }));

  test('may not take what the others need', () =>
    within(async (world) => {
      const put = (ReservedConcurrentExecutions: number) => () =>
        ask(world, 'PutFunctionConcurrency', { ReservedConcurrentExecutions });
      expect(put(900)).not.toThrow();
      expect(put(901)).toThrow(
        refusal(
          'InvalidParameterValueException',
          "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
        ),
      );
      expect(ask(world, 'GetFunctionConcurrency')).toEqual({ ReservedConcurrentExecutions: 900 });
    }));

  test('is of functions only', () =>
    within(async (world) => {
      expect(() =>
        ask(world, 'PutFunctionConcurrency', { FunctionName: `${ARN}:1`, ReservedConcurrentExecutions: 1 }),
      ).toThrow(refusal('InvalidParameterValueException', 'This operation is permitted on Lambda functions only.'));
      expect(() =>
        ask(world, 'PutFunctionConcurrency', { FunctionName: 'nobody', ReservedConcurrentExecutions: 1 }),
      ).toThrow(refusal('ResourceNotFoundException', 'function:nobody:$LATEST'));
    }));
});

describe('destinations', () => {
  const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:results';
  const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:results';
  const BUS = 'arn:aws:events:eu-west-1:111122223333:event-bus/default';
  const to = (OnSuccess: string, OnFailure: string = OnSuccess) => ({
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnSuccess: { Destination: OnSuccess }, OnFailure: { Destination: OnFailure } },
  });
  const record = (condition: string, over: Input) => ({
    version: '1.0',
    timestamp: expect.stringMatching(/^2026-11-20T10:\d\d:/) as string,
    requestContext: {
      requestId: expect.any(String) as string,
      functionArn: `${ARN}:$LATEST`,
      condition,
      approximateInvokeCount: 1,
    },
    ...over,
  });
  const success = record('Success', {
    requestPayload: { do: 'give', what: { a: 1 } },
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    responsePayload: { a: 1 },
  });
  const failure = record('RetriesExhausted', {
    requestPayload: { do: 'throw' },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: expect.objectContaining({
      errorType: 'RangeError',
      errorMessage: 'weights out of range',
    }) as unknown,
  });
  const both = async (world: SmallWorld): Promise<void> => {
    world.invoke({ do: 'give', what: { a: 1 } });
    await world.play(0.1);
    world.invoke({ do: 'throw' });
    await world.play(0.1);
  };

  test.each([
    ['a queue', QUEUE],
    ['a topic', TOPIC],
  ])('may be %s', (_, arn) =>
    within(
      async (world) => {
        await both(world);
        expect(world.sent).toMatchObject([
          { queue: arn, who: { kind: 'role' }, body: success },
          { queue: arn, who: { kind: 'role' }, body: failure },
        ]);
      },
      { invokeConfig: to(arn) },
    ),
  );

  test('may be the bus, with the record as the detail', () =>
    within(
      async (world) => {
        await both(world);
        const resources = [BUS, `${ARN}:$LATEST`];
        expect(world.sent.map(({ body }) => body)).toEqual([
          {
            source: 'lambda',
            'detail-type': 'Lambda Function Invocation Result - Success',
            resources,
            detail: success,
          },
          {
            source: 'lambda',
            'detail-type': 'Lambda Function Invocation Result - Failure',
            resources,
            detail: failure,
          },
        ]);
      },
      { invokeConfig: to(BUS) },
    ));

  test('may be another function', () =>
    within(async (world) => {
      const { provisioners } = world.functions;
      const properties = {
        Code: { S3Bucket: 'a', S3Key: 'b.zip' },
        Handler: 'index.handler',
        Role: 'arn:aws:iam::111122223333:role/R',
        Runtime: 'nodejs24.x',
      };
      const maker = provisioners.find(({ type }) => type === 'AWS::Lambda::Function');
      maker?.create(
        { logicalId: 'Other', type: 'AWS::Lambda::Function', properties },
        maker.identify('Other', properties),
      );
      const Destination = 'arn:aws:lambda:eu-west-1:111122223333:function:Other';
      ask(world, 'PutFunctionEventInvokeConfig', { DestinationConfig: { OnSuccess: { Destination } } });
      world.invoke({ do: 'give', what: { do: 'throw' } });
      await world.play(0.1);
      expect(world.lines('invoke').map((line) => line['function'])).toEqual(['Reconcile', 'Other']);
    }));

  test('that may not be written to lose the record, and are counted', () =>
    within(
      async (world) => {
        world.invoke({ do: 'give', what: { a: 1 } });
        await world.play(0.1);
        expect(world.lines('missing-hop')).toMatchObject([{ hop: 'grant', to: QUEUE, why: 'no longer' }]);
        expect(metric(world, 'DestinationDeliveryFailures')).toEqual([1]);
      },
      { invokeConfig: to(QUEUE), sendDecision: { allowed: false, why: 'no longer' } },
    ));

  test('get no record of what was waited for', () =>
    within(
      async (world) => {
        invoking(world, { do: 'throw' });
        await world.play(1);
        expect(world.sent).toEqual([]);
      },
      { invokeConfig: to(QUEUE) },
    ));

  test('get a record without a response where the function never ran', () =>
    within(
      async (world) => {
        world.invoke({ do: 'give' });
        expect(world.sent.map(({ body }) => body)).toEqual([
          {
            version: '1.0',
            timestamp: '2026-11-20T10:00:00.000Z',
            requestContext: expect.objectContaining({
              condition: 'ZeroReservedConcurrency',
              approximateInvokeCount: 0,
            }) as unknown,
            requestPayload: { do: 'give' },
          },
        ]);
      },
      { invokeConfig: to(QUEUE), properties: { ReservedConcurrentExecutions: 0 } },
    ));

  test('hear of success after failures', () =>
    within(
      async (world) => {
        world.invoke({ do: 'fail twice' });
        await world.play(5);
        expect(world.sent).toMatchObject([
          {
            body: {
              requestContext: { condition: 'Success', approximateInvokeCount: 3 },
              responsePayload: { tries: 3 },
            },
          },
        ]);
      },
      { invokeConfig: { ...to(QUEUE), MaximumRetryAttempts: 2 } },
    ));
});

describe('an event that failed', () => {
  const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:dead';
  const OnFailure = { DestinationConfig: { OnFailure: { Destination: QUEUE } } };

  test('is given up at once when its next attempt would come too late', () =>
    within(
      async (world) => {
        world.invoke({ do: 'throw' });
        await world.play(0.1);
        expect(world.sent).toMatchObject([
          { body: { requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 } } },
        ]);
        expect(metric(world, 'AsyncEventsDropped')).toEqual([1]);
      },
      { invokeConfig: { ...OnFailure, MaximumEventAgeInSeconds: 60 } },
    ));

  test('that is throttled all the time is kept for as long as it may be', () =>
    within(
      async (world) => {
        world.invoke({ do: 'wait', ms: 899_000 });
        world.invoke({ do: 'give' });
        await world.play(20);
        expect(world.sent).toMatchObject([
          { body: { requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 } } },
        ]);
      },
      {
        invokeConfig: { ...OnFailure, MaximumEventAgeInSeconds: 300 },
        properties: { ReservedConcurrentExecutions: 1, Timeout: 900 },
      },
    ));

  test('that is throttled waits twice as long each time, but never more than five minutes', () =>
    within(
      async (world) => {
        world.invoke({ do: 'wait', ms: 899_000 });
        world.invoke({ do: 'give' });
        await world.play(20);
        // After 1, 2, 4 … 256 seconds, and twice 300: the other one was done after fifteen minutes.
        expect(world.lines('invoke').map(({ at }) => at)).toEqual([
          '2026-11-20T10:00:00.400Z',
          '2026-11-20T10:18:31.005Z',
        ]);
      },
      { properties: { ReservedConcurrentExecutions: 1, Timeout: 900 } },
    ));

  test.each([
    ['a queue', QUEUE],
    ['a topic', 'arn:aws:sns:eu-west-1:111122223333:dead'],
  ])('lies as it was in %s for dead letters, with what was wrong', (_, TargetArn) =>
    within(
      async (world) => {
        world.invoke({ do: 'throw' });
        await world.play(0.1);
        expect(world.sent).toEqual([
          {
            who: expect.objectContaining({ kind: 'role' }) as unknown,
            queue: TargetArn,
            body: { do: 'throw' },
            attributes: {
              RequestID: { type: 'String', value: expect.stringMatching(/^\S{36}$/) as string },
              ErrorCode: { type: 'Number', value: '200' },
              ErrorMessage: { type: 'String', value: 'weights out of range' },
            },
          },
        ]);
        expect(world.lines('missing-hop')).toEqual([]);
      },
      { invokeConfig: { MaximumRetryAttempts: 0 }, properties: { DeadLetterConfig: { TargetArn } } },
    ),
  );
});
