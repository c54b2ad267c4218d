import { type Endpoint, serves, shareOf } from '../services/sagemaker/endpoint.ts';
import type { Instant, Random, Wires } from '../types.ts';
import { type Behaviour, refuseBehaviour } from './behaviour.ts';
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
  /** How a variant answers from now on: seen within ten seconds. */
  readonly behave: (endpoint: string, variant: string, behaviour: Behaviour) => void;
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

type Endpoints = { readonly endpoint: (name: string) => Endpoint };
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
    behave: (endpoint, variant, behaviour) => {
      refuseBehaviour(`variant ${variant} of endpoint ${endpoint}`, behaviour);
      streamOf(endpoint).behaviours.set(variant, behaviour);
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
    const ticks = drawTicks(wires, sagemaker.endpoint(name), { stream, from });
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

  return endpoint.variants.map(({ name, currentInstances: instances }, index) => {
    const requests = served[index] ?? 0;
    const behaviour = stream.behaviours.get(name);
    if (behaviour === undefined)
      throw new Error(`nobody said how variant ${name} of endpoint ${endpoint.name} behaves`);
    const answers = answer({
      requests,
      instances,
      behaviour,
      slowAboveMs,
      random: (purpose) => random(`${name}/${purpose}`),
    });
    const share = shareOf(endpoint, name);
    return { endpoint: endpoint.name, variant: name, from, to: from + TICK, share, instances, requests, ...answers };
  });
};

/** Every request goes to one variant, by the weights in force. */
const split = (endpoint: Endpoint, requests: number, random: (name: string) => Random): readonly number[] => {
  let restRequests = requests;
  let restShare = 1;
  const last = endpoint.variants.findLastIndex(({ name }) => shareOf(endpoint, name) > 0);
  return endpoint.variants.map(({ name }, index) => {
    const share = shareOf(endpoint, name);
    const odds = index === last ? 1 : Math.min(1, share / restShare);
    const taken = binomial(restRequests, odds, random(`${name}/share`));
    restRequests -= taken;
    restShare -= share;
    return taken;
  });
};

const tellMinute = (wires: Wires, stream: Stream): void => {
  const minute = stream.untold.splice(0);
  for (const ticks of Map.groupBy(minute, ({ variant }) => variant).values()) {
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
