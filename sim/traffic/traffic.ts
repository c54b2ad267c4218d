import { type Endpoint, type Server, serversOf, serves } from '../services/sagemaker/endpoint.ts';
import type { Instant, Random, Wires } from '../types.ts';
import { type Answer, type Asking, ask } from './ask.ts';
import { type Behaviour, FAULTLESS, refuseBehaviour } from './behaviour.ts';
import { binomial, poisson } from './draw.ts';
import { minuteLine } from './minute.ts';
import { samplesOf } from './samples.ts';
import { answer, type Counts, type Tick } from './tick.ts';

export type Offer = {
  /** All variants together. */
  readonly requestsPerMinute: number | ((now: Instant) => number);
  /** Users are hurt by an answer that takes longer; nobody is when absent. */
  readonly slowAboveMs?: number;
};

export type Traffic = {
  /** Requests come from now on, until the offer is replaced by another one. */
  readonly offer: (endpoint: string, offer: Offer) => void;
  /**
   * How a variant answers from now on: seen within ten seconds. With a config's name: how it answers once it is of that
   * config's fleet, from the deployment on.
   */
  readonly behave: (endpoint: string, variant: string, behaviour: Behaviour, configName?: string) => void;
  /** One request from outside; counted in the metrics, but not among the users' requests. */
  readonly ask: (endpoint: Endpoint, asking: Asking) => Answer;
  /** What every variant of an endpoint answered, oldest first. */
  readonly counts: (endpoint: string) => readonly Counts[];
  readonly hurt: (endpoint: string, since: Instant) => UsersView;
};

export type UsersView = {
  readonly requests: number;
  readonly failed5xx: number;
  readonly slow: number;
  readonly hurt: number;
};

/** Weights and behaviours are looked at this often, so that a change within a minute splits it. */
const TICK = 10_000;
const MINUTE = 60_000;

type Endpoints = { readonly find: (name: string) => Endpoint | undefined };
type Stream = {
  /** Nobody sends anything until there is one. */
  offer: Offer | undefined;
  readonly behaviours: Map<string, Behaviour>;
  readonly counts: Counts[];
  /** The minute that the journal has not told yet. */
  readonly untold: Tick[];
};

/** The users of the endpoints: they send requests, and SageMaker counts the answers. */
export const makeTraffic = (wires: Wires, sagemaker: Endpoints): Traffic => {
  const streams = new Map<string, Stream>();
  const streamOf = (endpoint: string): Stream => {
    const stream = streams.get(endpoint) ?? { offer: undefined, behaviours: new Map(), counts: [], untold: [] };
    streams.set(endpoint, stream);
    return stream;
  };
  return {
    offer: (endpoint, offer) => {
      const stream = streamOf(endpoint);
      const flows = stream.offer !== undefined;
      stream.offer = offer;
      if (!flows) flow({ wires, sagemaker }, endpoint, { stream, from: Math.ceil(wires.clock.now() / TICK) * TICK });
    },
    behave: (endpoint, variant, behaviour, configName) => {
      refuseBehaviour(`variant ${variant} of endpoint ${endpoint}`, behaviour);
      streamOf(endpoint).behaviours.set(keyOf(variant, configName), behaviour);
    },
    ask: (endpoint, asking) => {
      const stream = streams.get(endpoint.name);
      return ask(wires, endpoint, { ...asking, behaviourOf: (server) => behaviourOf(stream, endpoint, server) });
    },
    counts: (endpoint) => streams.get(endpoint)?.counts ?? [],
    hurt: (endpoint, since) => usersView(streams.get(endpoint)?.counts ?? [], since),
  };
};

type World = { readonly wires: Wires; readonly sagemaker: Endpoints };

/** Draws one tick, and plans the next. */
const flow = ({ wires, sagemaker }: World, name: string, { stream, from }: Drawing): void =>
  wires.clock.at(from, `traffic of endpoint ${name}`, () => {
    if (from % MINUTE === 0) tellMinute(wires, stream);
    const endpoint = sagemaker.find(name);
    // Requests to an endpoint that was deleted are counted by nobody.
    const ticks = endpoint === undefined ? [] : drawTicks(wires, endpoint, { stream, from });
    for (const sample of ticks.flatMap(samplesOf)) wires.metrics.put(sample);
    stream.untold.push(...ticks);
    stream.counts.push(...ticks.map(countsOf));
    flow({ wires, sagemaker }, name, { stream, from: from + TICK });
  });

type Drawing = { readonly stream: Stream; readonly from: Instant };

const drawTicks = (wires: Wires, endpoint: Endpoint, { stream, from }: Drawing): readonly Tick[] => {
  const random = (name: string): Random => wires.seeded.random(`traffic/${endpoint.name}/${name}`);
  const { requestsPerMinute, slowAboveMs = Number.POSITIVE_INFINITY } = stream.offer ?? { requestsPerMinute: 0 };
  const perMinute = typeof requestsPerMinute === 'function' ? requestsPerMinute(from) : requestsPerMinute;
  const offered = poisson((perMinute * TICK) / MINUTE, random('arrivals'));
  const served = split(endpoint, serves(endpoint) ? offered : 0, random);

  return serversOf(endpoint).map((server, index) => {
    const { variant, configName, share, instances, publishedEverySeconds } = server;
    const requests = served[index] ?? 0;
    const answers = answer({
      requests,
      instances,
      behaviour: behaviourOf(stream, endpoint, server),
      slowAboveMs,
      random: (purpose) => random(`${nameOf(server)}/${purpose}`),
    });
    const fleet = configName === undefined ? {} : { configName };
    return {
      endpoint: endpoint.name,
      variant,
      ...fleet,
      from,
      to: from + TICK,
      share,
      instances,
      requests,
      publishedEverySeconds,
      ...answers,
    };
  });
};

const keyOf = (variant: string, configName: string | undefined): string =>
  configName === undefined ? variant : `${variant} of ${configName}`;

/** A new fleet draws from streams of its own. */
const nameOf = ({ variant, configName }: Server): string => keyOf(variant, configName);

/** What was said of the variant under its config, else of the variant. A client's own endpoint does its job. */
const behaviourOf = (
  stream: Stream | undefined,
  { name, configName: inForce }: Endpoint,
  server: Server,
): Behaviour => {
  const { variant, configName = inForce } = server;
  const behaviours = stream?.behaviours ?? new Map<string, Behaviour>();
  const said = behaviours.get(keyOf(variant, configName)) ?? behaviours.get(variant);
  if (said === undefined && stream?.offer !== undefined && behaviours.size === 0) {
    throw new Error(`nobody said how variant ${variant} of endpoint ${name} behaves`);
  }
  return said ?? FAULTLESS;
};

/** Every request goes to one variant, by the weights in force. */
const split = (endpoint: Endpoint, requests: number, random: (name: string) => Random): readonly number[] => {
  let restRequests = requests;
  let restShare = 1;
  const servers = serversOf(endpoint);
  const last = servers.findLastIndex(({ share }) => share > 0);
  return servers.map((server, index) => {
    const odds = index === last ? 1 : Math.min(1, server.share / restShare);
    const taken = binomial(restRequests, odds, random(`${nameOf(server)}/share`));
    restRequests -= taken;
    restShare -= server.share;
    return taken;
  });
};

const tellMinute = (wires: Wires, stream: Stream): void => {
  const minute = stream.untold.splice(0);
  for (const ticks of Map.groupBy(minute, ({ variant, configName }) => keyOf(variant, configName)).values()) {
    wires.journal.write('traffic', minuteLine(ticks));
  }
};

const countsOf = ({ modelLatencyMs: _model, overheadMs: _overhead, ...counts }: Tick): Counts => counts;

const usersView = (counts: readonly Counts[], since: Instant): UsersView => {
  const seen = counts.filter(({ from }) => from >= since);
  const sum = (key: 'requests' | 'errors5xx' | 'slow') => seen.reduce((total, tick) => total + tick[key], 0);
  const failed5xx = sum('errors5xx');
  const slow = sum('slow');
  return { requests: sum('requests'), failed5xx, slow, hurt: failed5xx + slow };
};
