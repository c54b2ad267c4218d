import type { InvokeEndpointOutput } from '@aws-sdk/client-sagemaker-runtime';
import { describe, expect, test } from 'vitest';
import { makeSageMakerRuntime } from '../../../sim/services/sagemaker-runtime/runtime.ts';
import type { Behaviour } from '../../../sim/traffic/behaviour.ts';
import { Later, Refusal } from '../../../sim/types.ts';
import { account, blueGreen, CANARY, call, MINUTE, operation, served, serverless } from '../sagemaker/account.ts';
import { refusal } from '../sagemaker/fraud.ts';

const GOOD: Behaviour = { errorRatio5xx: 0, errorRatio4xx: 0, modelErrorRatio: 0, medianMs: 80, p99Ms: 250 };

type Base = ReturnType<typeof account>;

/** Invokes, and lets time pass until the answer is there. */
const invoking = <W extends Base>(w: W) => {
  const runtime = makeSageMakerRuntime(w.wires, { serving: w.sagemaker.serving, ask: w.traffic.ask });
  const invoke = (over: Readonly<Record<string, unknown>> = {}): unknown => {
    const later = call(runtime, 'InvokeEndpoint', { EndpointName: 'Fraud', Body: Buffer.from('12345'), ...over });
    if (!(later instanceof Later)) throw new Error('it answers at once');
    const answers: unknown[] = [];
    later.begin((answer) => answers.push(answer));
    expect(answers).toEqual([]);
    w.after(30_000);
    expect(answers).toHaveLength(1);
    return answers[0];
  };
  const variantsOf = (times: number, over = {}) =>
    Array.from({ length: times }, () => (invoke(over) as InvokeEndpointOutput).InvokedProductionVariant);
  return { ...w, runtime, invoke, variantsOf };
};

const standing = (canaryWeight = 0.25, canary: Partial<Behaviour> = {}) => {
  const w = account();
  w.sagemaker.create({
    name: 'Fraud',
    configName: 'one',
    variants: [
      { name: 'stable', weight: 1 - canaryWeight, instances: 4 },
      { name: 'canary', weight: canaryWeight, instances: 2 },
    ],
  });
  w.traffic.behave('Fraud', 'canary', { ...GOOD, ...canary });
  return invoking(w);
};

const sum = (w: Base, name: string, variant = 'canary', stat: 'sum' | 'count' = 'sum') =>
  w.samples
    .filter((one) => one.name === name && one.dimensions['VariantName'] === variant)
    .flatMap(({ values }) => values)
    .reduce((total, [value, count]) => total + (stat === 'sum' ? value * count : count), 0);

describe('an invocation', () => {
  test('is answered after the model’s time, by a variant that says who it is', () => {
    const w = standing(1);
    const before = w.clock.now();
    const output = w.invoke() as InvokeEndpointOutput;
    expect(output).toMatchObject({ ContentType: 'application/json', InvokedProductionVariant: 'canary' });
    expect(JSON.parse(Buffer.from(output.Body ?? []).toString())).toEqual({
      endpoint: 'Fraud',
      variant: 'canary',
      receivedBytes: 5,
    });
    const [latency] = w.samples.filter(({ name }) => name === 'ModelLatency');
    const [overhead] = w.samples.filter(({ name }) => name === 'OverheadLatency');
    const microseconds = Number(latency?.values[0]?.[0]) + Number(overhead?.values[0]?.[0]);
    expect(latency?.unit).toBe('Microseconds');
    expect(Number(latency?.at) - before).toBe(Math.round(microseconds / 1_000));
  });

  test('goes by the weights in force', () => {
    const w = standing();
    const canary = w.variantsOf(400).filter((variant) => variant === 'canary').length;
    expect(canary).toBeGreaterThan(70);
    expect(canary).toBeLessThan(130);
  });

  test('goes where it is sent, also past a weight of 0', () => {
    const w = standing(0);
    expect(new Set(w.variantsOf(20))).toEqual(new Set(['stable']));
    expect(new Set(w.variantsOf(20, { TargetVariant: 'canary' }))).toEqual(new Set(['canary']));
  });

  test('is counted once, with a 0 for each error that it was not', () => {
    const w = standing(1);
    w.variantsOf(3);
    expect(w.samples.filter(({ dimensions }) => dimensions['VariantName'] === 'stable')).toEqual([]);
    for (const name of ['Invocations', 'Invocation5XXErrors', 'Invocation4XXErrors', 'InvocationModelErrors']) {
      expect([name, sum(w, name), sum(w, name, 'canary', 'count')]).toEqual([name, name === 'Invocations' ? 3 : 0, 3]);
    }
    expect(sum(w, 'InvocationsPerInstance')).toBe(1.5);
  });

  test('of a serverless variant has no instances to count by', () => {
    const w = invoking(served([serverless('only')]));
    expect(w.variantsOf(1)).toEqual(['only']);
    expect(w.samples.map(({ name }) => name)).not.toContain('InvocationsPerInstance');
  });

  test('needs the right to invoke the endpoint', () => {
    const { needs } = operation(standing().runtime, 'InvokeEndpoint');
    expect(needs({ EndpointName: 'Fraud' } as never)).toEqual([
      { action: 'sagemaker:InvokeEndpoint', resource: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud' },
    ]);
  });

  test('during a canary deployment is counted by the new fleet’s config too', () => {
    const deploying = served();
    deploying.alarms.set('latency', 'OK');
    deploying.update({ DeploymentConfig: blueGreen(CANARY) });
    deploying.after(6 * MINUTE);
    const w = invoking(deploying);
    for (let turn = 0; turn < 15; turn += 1) w.invoke();
    const fleets = w.samples
      .filter(({ name }) => name === 'Invocations')
      .map(({ dimensions }) => dimensions['EndpointConfigName']);
    expect(fleets.filter((config) => config === undefined)).toHaveLength(15);
    const fresh = fleets.filter((config) => config === 'two').length;
    expect(fresh).toBeGreaterThan(0);
    expect(fresh).toBeLessThan(12);
    expect(fresh + fleets.filter((config) => config === undefined).length).toBe(fleets.length);
  });
});

describe('a failure', () => {
  const LOG =
    'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logEventViewer:group=/aws/sagemaker/Endpoints/Fraud';

  test('of the model with 5XX is a ModelError with what it said', () => {
    const w = standing(1, { errorRatio5xx: 1, modelErrorRatio: 1 });
    const answer = w.invoke();
    expect(answer).toBeInstanceOf(Refusal);
    expect(answer).toMatchObject({
      code: 'ModelError',
      status: 424,
      message: `Received server error (500) from primary with message "{"error":"prediction failed","variant":"canary"}". See ${LOG} in account 111122223333 for more information.`,
      members: {
        OriginalStatusCode: 500,
        OriginalMessage: '{"error":"prediction failed","variant":"canary"}',
        LogStreamArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/Endpoints/Fraud',
      },
    });
    expect([sum(w, 'Invocation5XXErrors'), sum(w, 'InvocationModelErrors')]).toEqual([1, 1]);
  });

  test.each([
    [{ errorRatio4xx: 1, modelErrorRatio: 1 }, 'ModelError', 424, { '4XX': 1, '5XX': 0, model: 1 }],
    [{ errorRatio4xx: 1 }, 'ValidationError', 400, { '4XX': 1, '5XX': 0, model: 0 }],
    [{ errorRatio5xx: 1 }, 'InternalFailure', 500, { '4XX': 0, '5XX': 1, model: 0 }],
    [{ modelErrorRatio: 1 }, 'ModelError', 424, { '4XX': 0, '5XX': 0, model: 1 }],
  ])('of %j is %s', (behaviour, code, status, counted) => {
    const w = standing(1, behaviour);
    expect(w.invoke()).toMatchObject({ code, status });
    expect({
      '4XX': sum(w, 'Invocation4XXErrors'),
      '5XX': sum(w, 'Invocation5XXErrors'),
      model: sum(w, 'InvocationModelErrors'),
    }).toEqual(counted);
  });

  test('of a variant without instances is told as the service’s', () => {
    const w = standing(1);
    w.sagemaker.changeCapacity('ana', 'Fraud', { variant: 'canary', instances: 0 });
    w.after(4 * MINUTE);
    expect(w.invoke()).toMatchObject({ code: 'ServiceUnavailable', status: 503 });
    expect(sum(w, 'Invocation5XXErrors')).toBe(1);
    expect(w.samples.map(({ name }) => name)).not.toContain('ModelLatency');
  });

  test.each([
    [{ EndpointName: 'fraud' }, 'Endpoint fraud of account 111122223333 not found.'],
    [{ TargetVariant: 'nobody' }, 'Variant nobody of endpoint Fraud of account 111122223333 not found.'],
    [
      { TargetModel: 'm.tar.gz' },
      'Endpoint Fraud is not a multi-model endpoint and does not support target model header.',
    ],
    [
      { InferenceComponentName: 'ic' },
      'Endpoint Fraud has no inference components and does not support inference component header.',
    ],
  ])('to ask rightly, %j, is refused before anything is counted', (over, message) => {
    const w = standing();
    expect(refusal(() => w.invoke(over))).toEqual({ code: 'ValidationError', message });
    expect(w.samples).toEqual([]);
  });

  test.each(['SessionId', 'TargetContainerHostname', 'EnableExplanations', 'PrefixAwareId'])(
    '%s stops it',
    (member) => {
      expect(() => standing().invoke({ [member]: 'x' })).toThrow(`the small AWS does not know ${member}`);
    },
  );
});
