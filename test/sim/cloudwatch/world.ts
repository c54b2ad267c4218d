import { makeClock } from '../../../sim/kernel/clock.ts';
import { makeJournal } from '../../../sim/kernel/journal.ts';
import { makeSeeded } from '../../../sim/kernel/seeded.ts';
import { type CloudWatch, makeCloudWatch } from '../../../sim/services/cloudwatch/cloudwatch.ts';
import { makeSageMaker, type SageMaker } from '../../../sim/services/sagemaker/sagemaker.ts';
import { makeTraffic, type Traffic } from '../../../sim/traffic/traffic.ts';
import type { Events, JournalKind, Operation, Part, Principal, Publication, Wires } from '../../../sim/types.ts';

export const START = Date.UTC(2026, 0, 1, 10, 0, 0);
export const MINUTE = 60_000;
const account = { id: '111122223333', region: 'eu-west-1', partition: 'aws' };

export type PutEvent = Parameters<Events['put']>[0];
type Invoked = {
  readonly at: number;
  readonly who: Principal;
  readonly functionArn: string;
  readonly payload: unknown;
};
type Published = { readonly at: number; readonly topicArn: string; readonly publication: Publication };

/** A world of CloudWatch, SageMaker and traffic; what they tell EventBridge and SNS is kept. */
export const world = (seed = 1) => {
  const clock = makeClock(START);
  const events: (PutEvent & { at: number })[] = [];
  const published: Published[] = [];
  const invoked: Invoked[] = [];
  const wires = {
    account,
    clock,
    seeded: makeSeeded(seed),
    journal: makeJournal(clock),
    events: { put: (event: PutEvent) => void events.push({ ...event, at: clock.now() }) },
    topics: {
      publish: (_who: unknown, topicArn: string, publication: Publication) => {
        published.push({ at: clock.now(), topicArn, publication });
        return topicArn.endsWith('-closed') ? '' : 'id';
      },
    },
    functions: {
      invoke: (who: Principal, functionArn: string, payload: unknown) => {
        invoked.push({ at: clock.now(), who, functionArn, payload });
        return functionArn.endsWith('-closed') ? { allowed: false, why: 'no permission' } : { allowed: true };
      },
    },
  } as unknown as Wires & { metrics: CloudWatch };
  const cloudwatch = makeCloudWatch(wires);
  wires.metrics = cloudwatch;
  const sagemaker = makeSageMaker(wires);
  const traffic = makeTraffic(wires, sagemaker);
  const runTo = (time: number) => {
    for (let next = clock.peek(); next !== undefined && next <= time; next = clock.peek()) clock.step();
    clock.advance(time);
  };
  const lines = (kind: JournalKind) => wires.journal.lines.filter((line) => line.kind === kind);
  return { wires, clock, events, published, invoked, cloudwatch, sagemaker, traffic, runTo, lines };
};
export type World = ReturnType<typeof world> & { readonly sagemaker: SageMaker; readonly traffic: Traffic };

/** Creates an alarm as the template would, with everything that a test does not mention. */
export const putAlarm = ({ cloudwatch }: Pick<World, 'cloudwatch'>, over: Readonly<Record<string, unknown>> = {}) => {
  const [provisioner] = cloudwatch.provisioners;
  if (provisioner === undefined) throw new Error('no provisioner');
  const properties = Object.fromEntries(
    Object.entries({ ...PLAIN_ALARM, ...over }).filter(([, value]) => value !== undefined),
  );
  const identity = provisioner.identify('Alarm', properties);
  provisioner.create({ logicalId: 'Alarm', type: provisioner.type, properties, early: true }, identity);
  return identity.ref;
};

export const PLAIN_ALARM = {
  AlarmName: 'errors',
  ComparisonOperator: 'GreaterThanThreshold',
  EvaluationPeriods: 1,
  Threshold: 5,
  Namespace: 'Test',
  MetricName: 'Errors',
  Dimensions: [{ Name: 'Variant', Value: 'canary' }],
  Period: 60,
  Statistic: 'Sum',
};

/** One datapoint of the plain alarm's metric. */
export const put = ({ cloudwatch }: Pick<World, 'cloudwatch'>, at: number, value: number, name = 'Errors') =>
  cloudwatch.put({ namespace: 'Test', name, dimensions: { Variant: 'canary' }, at, values: [[value, 1]] });

export const person = { kind: 'person', name: 'ana' } as const;

export const operation = (part: Part, name: string): Operation => {
  const found = part.api?.operations[name];
  if (found === undefined) throw new Error(`no operation ${name}`);
  return found;
};

/** Calls an operation as a person would; what comes back is the SDK's output. */
export const call = (part: Part, name: string, input: unknown): unknown =>
  operation(part, name).run(input as never, person);
