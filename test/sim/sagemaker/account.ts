import type {
  CreateEndpointConfigInput,
  DeploymentConfig,
  DescribeEndpointOutput,
  ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import { makeClock } from '../../../sim/kernel/clock.ts';
import { makeJournal } from '../../../sim/kernel/journal.ts';
import { makeSeeded } from '../../../sim/kernel/seeded.ts';
import { makeSageMaker, type SageMakerOptions } from '../../../sim/services/sagemaker/sagemaker.ts';
import { makeTraffic } from '../../../sim/traffic/traffic.ts';
import type {
  AlarmState,
  Events,
  JournalKind,
  MetricRead,
  MetricSample,
  Operation,
  Part,
  Wires,
} from '../../../sim/types.ts';

export const START = Date.UTC(2026, 0, 1, 10, 0, 0);
export const MINUTE = 60_000;
export const SECOND = 1_000;
export const arn = (kind: string, name: string) => `arn:aws:sagemaker:eu-west-1:111122223333:${kind}/${name}`;

type PutEvent = Parameters<Events['put']>[0];

/** Sums are all that anybody reads here. */
const metrics = () => {
  const samples: MetricSample[] = [];
  const same = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);
  const read = ({ name, dimensions, from, to }: MetricRead): number | undefined => {
    const found = samples.filter(
      (one) => one.name === name && same(one.dimensions, dimensions) && one.at >= from && one.at < to,
    );
    const values = found.flatMap((one) => one.values);
    return values.length === 0 ? undefined : values.reduce((sum, [value, count]) => sum + value * count, 0);
  };
  return { samples, read, put: (sample: MetricSample) => void samples.push(sample) };
};

/** An account with SageMaker's whole API, whose alarms are as the test says. */
export const account = (options: SageMakerOptions = {}, seed = 1) => {
  const clock = makeClock(START);
  const events: (PutEvent & { readonly at: number })[] = [];
  const alarms = new Map<string, AlarmState>();
  const store = metrics();
  const wires = {
    account: { id: '111122223333', region: 'eu-west-1', partition: 'aws' },
    clock,
    seeded: makeSeeded(seed),
    journal: makeJournal(clock),
    metrics: store,
    alarms: { stateOf: (name: string) => alarms.get(name) },
    events: { put: (event: PutEvent) => void events.push({ ...event, at: clock.now() }) },
  } as unknown as Wires;
  const sagemaker = makeSageMaker(wires, options);
  const traffic = makeTraffic(wires, sagemaker);
  const ask = (name: string, input: unknown) => call(sagemaker, name, input) as Record<string, unknown>;
  const describe = (EndpointName = 'Fraud') => call(sagemaker, 'DescribeEndpoint', { EndpointName }) as Described;
  const runTo = (time: number) => {
    for (let next = clock.peek(); next !== undefined && next <= time; next = clock.peek()) clock.step();
    clock.advance(time);
  };
  const after = (ms: number) => runTo(clock.now() + ms);
  const lines = (kind: JournalKind) => wires.journal.lines.filter((line) => line.kind === kind);
  const { samples } = store;
  return { wires, clock, events, alarms, samples, sagemaker, traffic, ask, describe, runTo, after, lines };
};
export type Account = ReturnType<typeof account>;
type Described = DescribeEndpointOutput;

export const operation = (part: Part, name: string): Operation => {
  const found = part.api?.operations[name];
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
};

/** Calls an operation as a person would; what comes back is the SDK's output. */
export const call = (part: Part, name: string, input: unknown): unknown =>
  operation(part, name).run(input as never, { kind: 'person', name: 'ana' });

export const variant = (name: string, over: Partial<ProductionVariant> = {}): ProductionVariant => ({
  VariantName: name,
  ModelName: 'model',
  InstanceType: 'ml.m5.large',
  InitialInstanceCount: 4,
  ...over,
});

export const serverless = (name: string, over: Partial<ProductionVariant> = {}): ProductionVariant => ({
  VariantName: name,
  ModelName: 'model',
  ServerlessConfig: { MemorySizeInMB: 2_048, MaxConcurrency: 20 },
  ...over,
});

export const model = ({ ask }: Account, ModelName = 'model') =>
  ask('CreateModel', { ModelName, PrimaryContainer: { Image: 'image:1' } });

export const config = (
  { ask }: Account,
  EndpointConfigName: string,
  ProductionVariants: readonly ProductionVariant[] = [variant('only')],
  over: Partial<CreateEndpointConfigInput> = {},
) => ask('CreateEndpointConfig', { EndpointConfigName, ProductionVariants, ...over });

/** Endpoint `Fraud` in service with config `one`, and config `two` to go to. */
export const served = (
  one: readonly ProductionVariant[] = [variant('only')],
  two: readonly ProductionVariant[] = one,
  options: SageMakerOptions = {},
) => {
  const w = account(options);
  model(w);
  config(w, 'one', one);
  config(w, 'two', two);
  w.ask('CreateEndpoint', { EndpointName: 'Fraud', EndpointConfigName: 'one' });
  w.after(4 * MINUTE);
  const update = (over: Readonly<Record<string, unknown>> = {}) =>
    w.ask('UpdateEndpoint', { EndpointName: 'Fraud', EndpointConfigName: 'two', ...over });
  return { ...w, update };
};

export const blueGreen = (
  routing: NonNullable<NonNullable<DeploymentConfig['BlueGreenUpdatePolicy']>['TrafficRoutingConfiguration']>,
  over: Readonly<Record<string, unknown>> = {},
): DeploymentConfig => ({
  BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: routing, TerminationWaitInSeconds: 300, ...over },
  AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'latency' }] },
});

export const percent = (Value: number) => ({ Type: 'CAPACITY_PERCENT' as const, Value });
export const instances = (Value: number) => ({ Type: 'INSTANCE_COUNT' as const, Value });
export const CANARY = { Type: 'CANARY' as const, WaitIntervalInSeconds: 600, CanarySize: percent(25) };
