import { beforeAll, describe, expect, test } from 'vitest';
import { ARN, ask, type Input, invoking } from './asked.ts';
import { PLAIN_HANDLER } from './handlers.ts';
import { bundle, type SmallWorld, type SmallWorldOptions, START, smallWorld } from './small-world.ts';

let directory = '';
beforeAll(async () => {
  directory = await bundle(PLAIN_HANDLER);
});

const within = async (play: (world: SmallWorld) => unknown, options: Partial<SmallWorldOptions> = {}) => {
  const world = await smallWorld({ directory, ...options });
  try {
    await play(world);
  } finally {
    await world.close();
  }
};
const refusal = (code: string, message: string): Error =>
  expect.objectContaining({ code, message: expect.stringContaining(message) }) as Error;
const missing = (message: string): Error => refusal('ResourceNotFoundException', message);
const invalid = (message: string): Error => refusal('InvalidParameterValueException', message);

describe('a function, described,', () => {
  const properties = {
    Environment: { Variables: { OWN: 'mine' } },
    Description: 'moves weights',
    Architectures: ['arm64'],
    ReservedConcurrentExecutions: 2,
    Tags: [{ Key: 'team', Value: 'shop' }],
  };

  test('is what the template says', () =>
    within(
      (world) => {
        expect(ask(world, 'GetFunction')).toMatchObject({
          Configuration: {
            FunctionName: 'Reconcile0A1B2C3D',
            FunctionArn: ARN,
            Runtime: 'nodejs24.x',
            Handler: 'index.handler',
            CodeSha256: expect.stringMatching(/^[\w+/]{43}=$/),
            Description: 'moves weights',
            Timeout: 30,
            MemorySize: 256,
            LastModified: `${new Date(START).toISOString().slice(0, -1)}+0000`,
            Version: '$LATEST',
            Environment: { Variables: { OWN: 'mine' } },
            State: 'Active',
            LastUpdateStatus: 'Successful',
            PackageType: 'Zip',
            Architectures: ['arm64'],
            LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/Reconcile0A1B2C3D' },
          },
          Code: { RepositoryType: 'S3' },
          Tags: { team: 'shop' },
          Concurrency: { ReservedConcurrentExecutions: 2 },
        });
      },
      { properties },
    ));

  test('is called as the caller called it', () =>
    within((world) => {
      const arn = (input: Input) =>
        (ask(world, 'GetFunctionConfiguration', input) as { FunctionArn: string }).FunctionArn;
      expect(arn({})).toBe(ARN);
      expect(arn({ Qualifier: '$LATEST' })).toBe(`${ARN}:$LATEST`);
    }));

  test.each(['GetFunction', 'GetFunctionConfiguration', 'DeleteFunction', 'AddPermission'])(
    'is missed by %s when it is not there',
    (operation) =>
      within((world) => {
        const name = 'arn:aws:lambda:eu-west-1:111122223333:function:nobody';
        expect(() => ask(world, operation, { FunctionName: 'nobody' })).toThrow(missing(`Function not found: ${name}`));
        expect(() => ask(world, operation, { Qualifier: '1221' })).toThrow(missing(`Function not found: ${ARN}:1221`));
      }),
  );

  test('is one of a list', () =>
    within((world) => {
      expect(ask(world, 'ListFunctions', { FunctionName: undefined })).toMatchObject({
        Functions: [{ FunctionArn: ARN }],
      });
      expect(ask(world, 'ListFunctions', { FunctionName: undefined, Marker: '1' })).toEqual({ Functions: [] });
      expect(() => ask(world, 'ListFunctions', { FunctionName: undefined, MasterRegion: 'ALL' })).toThrow(
        'knows no MasterRegion',
      );
    }));
});

describe('a changed configuration', () => {
  const change = { Environment: { Variables: { OWN: 'new' } }, MemorySize: 512, Timeout: 5 };

  test('is in force after a while, in new environments', () =>
    within(async (world) => {
      const look = async (): Promise<unknown> => {
        const invocation = invoking(world, { do: 'look around' });
        await world.play(0.02);
        return invocation.reply().payload;
      };
      expect(await look()).toEqual({ memory: '256', timeout: 30_000, warm: 0 });
      expect(ask(world, 'UpdateFunctionConfiguration', change)).toMatchObject({
        MemorySize: 512,
        LastUpdateStatus: 'InProgress',
      });
      expect(ask(world, 'GetFunctionConfiguration')).toMatchObject({ MemorySize: 256, LastUpdateStatus: 'InProgress' });
      expect(await look()).toEqual({ memory: '256', timeout: 30_000, warm: 1 });
      await world.play(0.1);
      expect(ask(world, 'GetFunctionConfiguration')).toMatchObject({ MemorySize: 512, LastUpdateStatus: 'Successful' });
      expect(await look()).toEqual({ own: 'new', memory: '512', timeout: 5_000, warm: 0 });
    }));

  test('leaves alone what is running', () =>
    within(async (world) => {
      const invocation = invoking(world, { do: 'wait', ms: 10_000 });
      await world.play(0.02);
      ask(world, 'UpdateFunctionConfiguration', change);
      await world.play(1);
      expect(invocation.reply().payload).toBe('waited');
    }));

  test.each([
    ['that is too small', { MemorySize: 64 }, invalid('Member must have value greater than or equal to 128')],
    ['that lasts too long', { Timeout: 901 }, invalid('Member must have value less than or equal to 900')],
    [
      'with variables of Lambda',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      invalid("AWS_REGION is no name for a variable of one's own"),
    ],
    [
      'with too many variables',
      { Environment: { Variables: { LARGE: 'x'.repeat(4_096) } } },
      invalid('exceeded the 4KB limit. String measured: {"LARGE":"xxx'),
    ],
    [
      'of an older revision',
      { RevisionId: 'old' },
      refusal('PreconditionFailedException', 'The Revision Id provided does not match the latest Revision Id.'),
    ],
  ])('%s is refused', (_, input, error) =>
    within((world) => {
      expect(() => ask(world, 'UpdateFunctionConfiguration', input)).toThrow(error);
    }),
  );

  test('waits for the one before', () =>
    within((world) => {
      ask(world, 'UpdateFunctionConfiguration', change);
      expect(() => ask(world, 'UpdateFunctionConfiguration', change)).toThrow(
        refusal('ResourceConflictException', `An update is in progress for resource: ${ARN}`),
      );
    }));

  test('with what is not known here fails loudly', () =>
    within((world) => {
      expect(() => ask(world, 'UpdateFunctionConfiguration', { Layers: [] })).toThrow('knows no Layers=[]');
    }));
});

describe('a function that is deleted', () => {
  test('is gone, with all that was said of it; what runs may end', () =>
    within(async (world) => {
      ask(world, 'AddPermission', {
        StatementId: 'a',
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
      });
      const invocation = invoking(world, { do: 'wait', ms: 1_000 });
      await world.play(0.01);
      expect(ask(world, 'DeleteFunction')).toEqual({ StatusCode: 204 });
      expect(world.invoke({})).toMatchObject({ allowed: false, why: 'there is no such function' });
      expect(() => ask(world, 'Invoke')).toThrow(missing('Function not found'));
      expect(() => ask(world, 'GetPolicy')).toThrow(missing('The resource you requested does not exist.'));
      expect(ask(world, 'ListFunctions', { FunctionName: undefined })).toEqual({ Functions: [] });
      await world.play(1);
      expect(invocation.reply().payload).toBe('waited');
    }));

  test('loses the events that wait for it', () =>
    within(async (world) => {
      world.invoke({ do: 'throw' });
      await world.play(0.1);
      ask(world, 'DeleteFunction');
      await world.play(2);
      expect(world.lines('missing-hop')).toMatchObject([
        { hop: 'function', to: ARN, why: expect.stringContaining('was deleted') },
      ]);
    }));

  test('is not deleted by its version', () =>
    within((world) => {
      expect(() => ask(world, 'DeleteFunction', { Qualifier: '$LATEST' })).toThrow(
        invalid('$LATEST version cannot be deleted without deleting the function.'),
      );
    }));
});

describe('the config of asynchronous events', () => {
  const put = (world: SmallWorld, input: Input) => ask(world, 'PutFunctionEventInvokeConfig', input);
  const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:dead';

  test('says only what was said, and forgets what is left out', () =>
    within((world) => {
      expect(() => ask(world, 'GetFunctionEventInvokeConfig')).toThrow(
        missing(`The function ${ARN}:$LATEST doesn't have an EventInvokeConfig`),
      );
      const none = { OnSuccess: {}, OnFailure: {} };
      const said = { FunctionArn: `${ARN}:$LATEST`, LastModified: new Date(START), DestinationConfig: none };
      expect(put(world, { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 })).toEqual({
        ...said,
        MaximumRetryAttempts: 1,
        MaximumEventAgeInSeconds: 60,
      });
      const DestinationConfig = { ...none, OnFailure: { Destination: QUEUE } };
      put(world, { DestinationConfig: { OnFailure: { Destination: QUEUE } } });
      expect(ask(world, 'GetFunctionEventInvokeConfig')).toEqual({ ...said, DestinationConfig });
      put(world, { DestinationConfig: { OnFailure: { Destination: '' } } });
      expect(ask(world, 'GetFunctionEventInvokeConfig')).toEqual(said);
      expect(() => ask(world, 'GetFunctionEventInvokeConfig', { Qualifier: '1221' })).toThrow(
        missing(`The function ${ARN}:1221 doesn't have an EventInvokeConfig`),
      );
    }));

  const to = (Destination: string, outlet = 'OnFailure') => ({ DestinationConfig: { [outlet]: { Destination } } });

  test.each([
    ['of nothing', {}, invalid('You must specify at least one of error handling or destination setting.')],
    [
      'of a function that is not there',
      { FunctionName: 'nobody', MaximumRetryAttempts: 1 },
      missing("The function doesn't exist."),
    ],
    ['with itself as destination', to(ARN), invalid("You can't specify the function as a destination for itself.")],
    ['with a function that is not there', to(`${ARN}2`), invalid(`The destination ARN ${ARN}2 is invalid.`)],
    [
      'with another bus',
      to('arn:aws:events:eu-west-1:111122223333:event-bus/own'),
      invalid('event-bus/own is invalid.'),
    ],
    ['with a queue in order', to(`${QUEUE}.fifo`), invalid('dead.fifo is invalid.')],
    [
      'with a user',
      to('arn:aws:iam::111122223333:user/ana', 'OnSuccess'),
      invalid(
        'The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:iam::111122223333:user/ana), onFailure=null) is invalid.',
      ),
    ],
  ])('%s is refused', (_, input, error) =>
    within((world) => {
      expect(() => put(world, input)).toThrow(error);
    }),
  );

  test('is refused when the role may not write there, also by the template', async () => {
    const judge: SmallWorldOptions['judge'] = (_, { action }) =>
      action === 'sqs:SendMessage' ? { allowed: false, why: 'no' } : { allowed: true };
    const message = `The function's execution role does not have permissions to call SendMessage on ${QUEUE}`;
    await within((world) => expect(() => put(world, to(QUEUE))).toThrow(invalid(message)), { judge });
    await expect(smallWorld({ directory, judge, invokeConfig: to(QUEUE) })).rejects.toThrow(message);
    const properties = { DeadLetterConfig: { TargetArn: QUEUE } };
    await expect(smallWorld({ directory, judge, properties })).rejects.toThrow(
      'The provided execution role does not have permissions to call SendMessage on SQS',
    );
  });

  test('with a bucket fails loudly', () =>
    within((world) => {
      expect(() => put(world, to('arn:aws:s3:::bucket'))).toThrow('the small AWS has no buckets');
    }));
});

describe("a function's policy", () => {
  const grant = (over: Input = {}) => ({
    StatementId: 's3',
    Action: 'lambda:InvokeFunction',
    Principal: 's3.amazonaws.com',
    ...over,
  });
  const statement = (over: Input = {}) => ({
    Sid: 's3',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: ARN,
    ...over,
  });
  const policy = (world: SmallWorld) => JSON.parse((ask(world, 'GetPolicy') as { Policy: string }).Policy) as unknown;

  test.each([
    ['a service', {}, {}],
    [
      'a service, for a resource',
      { SourceArn: 'arn:aws:s3:::b' },
      { Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::b' } } },
    ],
    [
      'a service, for an account',
      { SourceAccount: '1' },
      { Condition: { StringEquals: { 'AWS:SourceAccount': '1' } } },
    ],
    ['everybody', { Principal: '*' }, { Principal: '*' }],
    ['an account', { Principal: '111122223333' }, { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    [
      'a role',
      { Principal: 'arn:aws:iam::111122223333:role/R' },
      { Principal: { AWS: 'arn:aws:iam::111122223333:role/R' } },
    ],
  ])('may let in %s', (_, over, expected) =>
    within((world) => {
      const { Statement } = ask(world, 'AddPermission', grant(over)) as { Statement: string };
      expect(JSON.parse(Statement)).toEqual(statement(expected));
      expect(policy(world)).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [statement(expected)] });
    }),
  );

  test('decides who may invoke', () =>
    within((world) => {
      const judged: unknown[] = [];
      Object.assign(world.wires.iam, {
        judge: (_: unknown, __: unknown, given: unknown) => judged.push(given) && { allowed: true },
      });
      ask(world, 'AddPermission', grant());
      world.invoke({});
      expect(judged[0]).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [statement()] });
    }));

  test('loses what is removed, statement by statement', () =>
    within((world) => {
      ask(world, 'AddPermission', grant());
      ask(world, 'AddPermission', grant({ StatementId: 'two' }));
      expect(() => ask(world, 'RemovePermission', { StatementId: 'three' })).toThrow(
        missing('Statement three is not found in resource policy.'),
      );
      ask(world, 'RemovePermission', { StatementId: 's3' });
      expect(policy(world)).toMatchObject({ Statement: [{ Sid: 'two' }] });
      ask(world, 'RemovePermission', { StatementId: 'two' });
      expect(() => policy(world)).toThrow(missing('The resource you requested does not exist.'));
      expect(() => ask(world, 'RemovePermission', { StatementId: 'two' })).toThrow(
        missing('No policy is associated with the given resource.'),
      );
      expect(() => ask(world, 'RemovePermission', { FunctionName: 'nobody' })).toThrow(
        missing('No policy found for: arn:aws:lambda'),
      );
    }));

  test.each([
    ['of $LATEST', { Qualifier: '$LATEST' }, invalid('We currently do not support adding policies for $LATEST.')],
    ['of an alias that is not there', { Qualifier: 'live' }, missing(`Cannot find alias arn: ${ARN}:live`)],
    [
      'for nobody',
      { Principal: 'nobody!' },
      invalid('The provided principal was invalid. Please check the principal and try again.'),
    ],
    [
      'of an older revision',
      { RevisionId: 'old' },
      refusal('PreconditionFailedException', 'The Revision Id provided does not match'),
    ],
    [
      'that is too long',
      { SourceArn: `arn:aws:s3:::${'x'.repeat(20_480)}` },
      refusal('PolicyLengthExceededException', 'is bigger than the limit (20480).'),
    ],
  ])('is refused a statement %s', (_, over, error) =>
    within((world) => {
      expect(() => ask(world, 'AddPermission', grant(over))).toThrow(error);
    }),
  );

  test('has no two statements of one name', () =>
    within((world) => {
      ask(world, 'AddPermission', grant());
      expect(() => ask(world, 'AddPermission', grant())).toThrow(
        refusal(
          'ResourceConflictException',
          'The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.',
        ),
      );
    }));

  test('has a revision, which every change of the function changes', () =>
    within((world) => {
      ask(world, 'AddPermission', grant());
      const { RevisionId } = ask(world, 'GetPolicy') as { RevisionId: string };
      ask(world, 'AddPermission', grant({ StatementId: 'two', RevisionId }));
      expect(() => ask(world, 'RemovePermission', { StatementId: 'two', RevisionId })).toThrow(
        refusal('PreconditionFailedException', ''),
      );
    }));
});
