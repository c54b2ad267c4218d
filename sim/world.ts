import { makeIam } from './iam/iam.ts';
import { makeClock } from './kernel/clock.ts';
import { makeJournal } from './kernel/journal.ts';
import { runLive } from './kernel/live.ts';
import { type Extent, runUntil } from './kernel/run.ts';
import { makeSeeded } from './kernel/seeded.ts';
import { makeStillness } from './kernel/stillness.ts';
import { atSpeed, makeWake, wallFrom } from './kernel/wake.ts';
import { type FunctionsPart, makeFunctions } from './lambda/functions.ts';
import { type Autoscaling, makeAutoscaling } from './services/autoscaling/autoscaling.ts';
import { makeBuckets } from './services/buckets/buckets.ts';
import { type CloudWatch, makeCloudWatch } from './services/cloudwatch/cloudwatch.ts';
import { makeEvents } from './services/events/events.ts';
import { makeIdentity } from './services/identity/identity.ts';
import { makeLogGroups } from './services/log-groups.ts';
import { makeParameters, type Parameters } from './services/parameters/parameters.ts';
import { makeQueues } from './services/queues/queues.ts';
import { makeRepositories } from './services/repositories.ts';
import { BEST_EFFORT } from './services/sagemaker/best-effort.ts';
import { makeSageMaker, type SageMaker } from './services/sagemaker/sagemaker.ts';
import { makeSageMakerRuntime } from './services/sagemaker-runtime/runtime.ts';
import { makeStacks } from './services/stacks/stacks.ts';
import { makeTables, type TableBook } from './services/tables/tables.ts';
import { makeTopics, type TopicBook } from './services/topics/topics.ts';
import { provision } from './template/provision.ts';
import type { Template } from './template/template.ts';
import { makeTraffic, type Traffic } from './traffic/traffic.ts';
import type { Account, Faults, Instant, Part, Wires } from './types.ts';
import { makeServer } from './wire/server.ts';
import type { Slack } from './wire/slack.ts';

export type WorldOptions = {
  readonly template: Template;
  /** Same template, seed and script: the same journal, byte for byte. */
  readonly seed: number;
  readonly start: Instant;
  readonly faults: Faults;
  /** Whether the journal keeps its lines, besides telling them to its listeners. Default true. */
  readonly keepsJournal?: boolean;
};

/** One account in one Region, with the template's resources in it, standing still until it is run. */
export type World = {
  readonly wires: Wires;
  readonly sagemaker: SageMaker;
  readonly cloudwatch: CloudWatch;
  readonly topics: TopicBook;
  /** Makes a role that this service may assume, and answers its ARN. */
  readonly addRole: (name: string, service: string) => string;
  readonly parameters: Parameters;
  readonly tables: TableBook;
  readonly traffic: Traffic;
  readonly autoscaling: Autoscaling;
  /** All that clients may call, and all that a template may hold. */
  readonly parts: readonly Part[];
  /** An incoming webhook that takes every post. */
  readonly slackWebhook: string;
  readonly run: (extent: Extent) => Promise<void>;
  /** Binds the world to real time from now on, until the signal aborts. `speed` is its seconds in a real one (default 1). */
  readonly live: (signal: AbortSignal, speed?: number) => Promise<void>;
  /** Lets clients in from outside, on this port of 127.0.0.1 (0: a free one); answers the URL. They are served while it lives. */
  readonly open: (port: number) => Promise<string>;
  readonly close: () => Promise<void>;
};

type Later = 'iam' | 'metrics' | 'alarms' | 'events' | 'topics' | 'queues' | 'functions' | 'objects';

/** AWS's own documentation uses this account number. */
const ACCOUNT: Account = { id: '111122223333', region: 'eu-west-1', partition: 'aws' };

const takesEverything: Slack = () => ({ status: 200, body: 'ok' });

export const makeWorld = async (options: WorldOptions): Promise<World> => {
  const clock = makeClock(options.start);
  const stillness = makeStillness();
  const wake = makeWake();
  // The parts reach each other only once the world runs, so that they may be made in any order.
  const wires: Wires = Object.assign({} as Pick<Wires, Later>, {
    account: ACCOUNT,
    clock,
    seeded: makeSeeded(options.seed),
    journal: makeJournal(clock, options.keepsJournal),
    faults: options.faults,
  });

  const iam = makeIam(wires);
  const cloudwatch = makeCloudWatch(wires);
  const events = makeEvents(wires);
  const topics = makeTopics(wires);
  const queues = makeQueues(wires);
  const { sagemakerEvents = BEST_EFFORT, instanceQuota } = options.faults;
  const sagemaker = makeSageMaker(wires, { events: sagemakerEvents, instanceQuota });
  const traffic = makeTraffic(wires, sagemaker);
  const runtime = makeSageMakerRuntime(wires, { serving: sagemaker.serving, ask: traffic.ask });
  const parameters = makeParameters(wires);
  const tables = makeTables(wires);
  const buckets = makeBuckets(wires);
  const stacks = makeStacks(wires, {
    provisioners: () => provisioners(),
    parameter: parameters.value,
    canAssume: iam.canAssume,
  });
  const autoscaling = makeAutoscaling(wires, sagemaker);
  const parts: Part[] = [
    iam,
    cloudwatch,
    events,
    topics,
    queues,
    parameters,
    tables,
    buckets,
    makeRepositories(wires),
    makeLogGroups(wires),
    sagemaker,
    runtime,
    autoscaling,
    stacks,
    makeIdentity(wires, iam),
  ];

  let functions: FunctionsPart | undefined;
  const provisioners = () => [...parts, functions ?? []].flat().flatMap((part) => part.provisioners);
  // The functions are made last, for they need the server; until the world runs, nobody calls anything.
  const apis = parts.flatMap(({ api }) => api ?? []);
  const wire = await makeServer(wires, {
    apis,
    principalOf: (accessKeyId, token) => functions?.principalOf(accessKeyId) ?? iam.keys.holderOf(accessKeyId, token),
    slack: takesEverything,
    stillness,
  });
  functions = makeFunctions(wires, {
    wire,
    stillness,
    assetDirectory: options.template.assetDirectory,
    canAssume: iam.canAssume,
  });
  apis.push(functions.api);
  Object.assign(wires, {
    iam,
    metrics: cloudwatch,
    alarms: cloudwatch,
    events,
    topics,
    queues,
    functions,
    objects: buckets,
  });

  const close = async (): Promise<void> => {
    functions.close();
    await wire.close();
  };
  try {
    const provisioned = provision(options.template, provisioners(), ACCOUNT);
    stacks.deployed(options.template, provisioned);
  } catch (cause) {
    await close();
    throw cause;
  }
  const outside = [wire.outside, functions.outside];
  return {
    wires,
    sagemaker,
    cloudwatch,
    topics,
    addRole: (name, service) => iam.addRole(name, service),
    parameters,
    tables,
    traffic,
    autoscaling,
    parts: [...parts, functions],
    slackWebhook: `${wire.url}/slack/services/oncall`,
    run: (extent) => runUntil({ clock, stillness, outside }, extent),
    live: (signal, speed = 1) => {
      signal.addEventListener('abort', wake.ring);
      const bound = { wall: wallFrom(clock.now(), speed), wake: atSpeed(wake, speed), signal };
      return runLive({ clock, stillness, outside }, bound);
    },
    open: (port) => wire.open(port, wake.ring),
    close,
  };
};
