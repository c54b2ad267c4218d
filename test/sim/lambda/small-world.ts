import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { makeClock } from '../../../sim/kernel/clock.ts';
import { makeJournal } from '../../../sim/kernel/journal.ts';
import { type Extent, runUntil } from '../../../sim/kernel/run.ts';
import { makeSeeded } from '../../../sim/kernel/seeded.ts';
import { makeStillness } from '../../../sim/kernel/stillness.ts';
import { type FunctionsPart, makeFunctions } from '../../../sim/lambda/functions.ts';
import type { Api, Decision, Faults, JournalLine, MetricSample, Principal, Wires } from '../../../sim/types.ts';
import { makeServer } from '../../../sim/wire/server.ts';

export const START = Date.UTC(2026, 10, 20, 10, 0, 0);
export const ROLE_ARN = 'arn:aws:iam::111122223333:role/ReconcileRole';
export const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:Reconcile0A1B2C3D';
const ACCOUNT = { id: '111122223333', region: 'eu-west-1', partition: 'aws' };

/** Bundles source text as the product's functions are bundled; answers the directory. */
export const bundle = async (source: string): Promise<string> => {
  const directory = mkdtempSync(join(tmpdir(), 'bundle-'));
  await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
    outfile: join(directory, 'index.mjs'),
    logLevel: 'error',
  });
  writeFileSync(join(directory, 'deployment.json'), '{}');
  return directory;
};

/** What was given to a queue, a topic or, as `queue` its kind, the bus. */
export type Sent = {
  readonly who: Principal;
  readonly queue: string;
  readonly body: unknown;
  readonly attributes?: unknown;
};

export type SmallWorld = {
  readonly wires: Wires;
  readonly functions: FunctionsPart;
  readonly samples: readonly MetricSample[];
  readonly sent: readonly Sent[];
  readonly invoke: (payload?: unknown, who?: Principal) => Decision;
  readonly play: (minutes: number, extent?: Partial<Extent>) => Promise<void>;
  readonly lines: (kind: string) => readonly JournalLine[];
  readonly close: () => Promise<void>;
};

export type SmallWorldOptions = {
  readonly directory: string;
  readonly apis?: readonly Api[];
  readonly faults?: Faults;
  readonly judge?: Wires['iam']['judge'];
  readonly sendDecision?: Decision;
  readonly objects?: Wires['objects'];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly invokeConfig?: Readonly<Record<string, unknown>>;
  readonly slack?: (path: string, body: string) => { status: number; body: string };
  readonly seed?: number;
  readonly patienceMs?: number;
};

/** One function, whatever services a test gives it, and nothing else. */
export const smallWorld = async (options: SmallWorldOptions): Promise<SmallWorld> => {
  const clock = makeClock(START);
  const stillness = makeStillness(options.patienceMs);
  const samples: MetricSample[] = [];
  const sent: Sent[] = [];
  const note = (who: Principal, queue: string, body: unknown, attributes?: unknown): Decision => {
    sent.push({ who, queue, body, ...(attributes !== undefined && { attributes }) });
    return options.sendDecision ?? { allowed: true };
  };
  const unused = (): never => {
    throw new Error('not part of this world');
  };
  const wires: Wires = {
    account: ACCOUNT,
    clock,
    seeded: makeSeeded(options.seed ?? 1),
    journal: makeJournal(clock),
    iam: { arnOf: unused, judge: options.judge ?? (() => ({ allowed: true })) },
    faults: options.faults ?? {},
    metrics: { put: (sample) => samples.push(sample), read: () => undefined },
    alarms: { stateOf: () => undefined },
    events: { put: (event) => void note({ kind: 'person', name: 'bus' }, event['detail-type'], event) },
    topics: {
      publish: unused,
      deliver: (who, topic, { message, attributes }) => note(who, topic, JSON.parse(message), attributes),
    },
    objects: options.objects ?? { get: () => undefined, hasBucket: () => false },
    queues: {
      deliver: (who, queue, body) => note(who, queue, JSON.parse(body)),
      send: (who, queue, body, _why, attributes) => note(who, queue, JSON.parse(body), attributes),
    },
    get functions() {
      return functions;
    },
  };
  const apis = [...(options.apis ?? [])];
  const wire = await makeServer(wires, {
    apis,
    principalOf: (id) => functions.principalOf(id),
    stillness,
    ...(options.slack === undefined ? {} : { slack: options.slack }),
  });
  const functions = makeFunctions(wires, { wire, stillness, assetDirectory: () => options.directory });
  apis.push(functions.api);
  provision(functions, options);

  return {
    wires,
    functions,
    samples,
    sent,
    invoke: (payload = {}, who = { kind: 'person', name: 'ana' }) => functions.invoke(who, FUNCTION_ARN, payload),
    play: (minutes, extent) =>
      runUntil(
        { clock, stillness, outside: [wire.outside, functions.outside] },
        { until: clock.now() + minutes * 60_000, ...extent },
      ),
    lines: (kind) => wires.journal.lines.filter((line) => line.kind === kind),
    close: async () => {
      functions.close();
      await stillness.settled();
      await wire.close();
    },
  };
};

const provision = (functions: FunctionsPart, options: SmallWorldOptions): void => {
  create(functions, 'AWS::Lambda::Function', {
    logicalId: 'Reconcile0A1B2C3D',
    properties: {
      Code: { S3Bucket: 'assets', S3Key: 'hash.zip' },
      Handler: 'index.handler',
      Role: ROLE_ARN,
      Runtime: 'nodejs24.x',
      MemorySize: 256,
      Timeout: 30,
      ...options.properties,
    },
  });
  if (options.invokeConfig !== undefined) {
    create(functions, 'AWS::Lambda::EventInvokeConfig', {
      logicalId: 'Config',
      properties: { FunctionName: 'Reconcile0A1B2C3D', Qualifier: '$LATEST', ...options.invokeConfig },
    });
  }
};

export type Given = { readonly logicalId: string; readonly properties: Readonly<Record<string, unknown>> };

/** Makes one resource real, as loading a template would. */
export const create = (functions: FunctionsPart, type: string, { logicalId, properties }: Given): void => {
  const provisioner = functions.provisioners.find((known) => known.type === type);
  if (provisioner === undefined) throw new Error(`no provisioner for ${type}`);
  provisioner.create({ logicalId, type, properties }, provisioner.identify(logicalId, properties));
};
