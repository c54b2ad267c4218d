import { makeIam } from './iam/iam.ts';
import { makeClock } from './kernel/clock.ts';
import { makeJournal } from './kernel/journal.ts';
import { type Extent, runUntil } from './kernel/run.ts';
import { makeSeeded } from './kernel/seeded.ts';
import { makeStillness } from './kernel/stillness.ts';
import { type FunctionsPart, makeFunctions } from './lambda/functions.ts';
import { type CloudWatch, makeCloudWatch } from './services/cloudwatch/cloudwatch.ts';
import { makeEvents } from './services/events/events.ts';
import { makeLogGroups } from './services/log-groups.ts';
import { makeParameters, type Parameters } from './services/parameters.ts';
import { makeQueues } from './services/queues/queues.ts';
import { makeSageMaker, type SageMaker } from './services/sagemaker/sagemaker.ts';
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
};

/** One account in one Region, with the template's resources in it, standing still until it is run. */
export type World = {
  readonly wires: Wires;
  readonly sagemaker: SageMaker;
  readonly cloudwatch: CloudWatch;
  readonly topics: TopicBook;
  readonly parameters: Parameters;
  readonly tables: TableBook;
  readonly traffic: Traffic;
  /** An incoming webhook that takes every post. */
  readonly slackWebhook: string;
  readonly run: (extent: Extent) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Later = 'iam' | 'metrics' | 'alarms' | 'events' | 'topics' | 'queues' | 'functions';

/** AWS's own documentation uses this account number. */
const ACCOUNT: Account = { id: '111122223333', region: 'eu-west-1', partition: 'aws' };

const takesEverything: Slack = () => ({ status: 200, body: 'ok' });

export const makeWorld = async (options: WorldOptions): Promise<World> => {
  const clock = makeClock(options.start);
  const stillness = makeStillness();
  // The parts reach each other only once the world runs, so that they may be made in any order.
  const wires: Wires = Object.assign({} as Pick<Wires, Later>, {
    account: ACCOUNT,
    clock,
    seeded: makeSeeded(options.seed),
    journal: makeJournal(clock),
    faults: options.faults,
  });

  const iam = makeIam(wires);
  const cloudwatch = makeCloudWatch(wires);
  const events = makeEvents(wires);
  const topics = makeTopics(wires);
  const queues = makeQueues(wires);
  const sagemaker = makeSageMaker(wires);
  const parameters = makeParameters(wires);
  const tables = makeTables(wires);
  const parts: Part[] = [iam, cloudwatch, events, topics, queues, sagemaker, parameters, tables, makeLogGroups(wires)];

  let functions: FunctionsPart | undefined;
  const wire = await makeServer(wires, {
    apis: parts.flatMap(({ api }) => api ?? []),
    principalOf: (accessKeyId) => functions?.principalOf(accessKeyId),
    slack: takesEverything,
    stillness,
  });
  functions = makeFunctions(wires, {
    wire,
    stillness,
    assetDirectory: options.template.assetDirectory,
    canAssume: iam.canAssume,
  });
  Object.assign(wires, { iam, metrics: cloudwatch, alarms: cloudwatch, events, topics, queues, functions });

  const close = async (): Promise<void> => {
    functions.close();
    await wire.close();
  };
  try {
    provision(
      options.template,
      [...parts, functions].flatMap(({ provisioners }) => provisioners),
      ACCOUNT,
    );
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
    parameters,
    tables,
    traffic: makeTraffic(wires, sagemaker),
    slackWebhook: `${wire.url}/slack/services/oncall`,
    run: (extent) => runUntil({ clock, stillness, outside }, extent),
    close,
  };
};
