import { type Endpoint, type Server, serversOf } from '../services/sagemaker/endpoint.ts';
import type { Instant, Random, Wires } from '../types.ts';
import type { Behaviour } from './behaviour.ts';
import { latency } from './draw.ts';
import { samplesOf } from './samples.ts';
import { OVERHEAD } from './tick.ts';

export type Asking = {
  /** This variant shall answer, whatever the weights are. */
  readonly variant?: string | undefined;
};

/** How one request ended. `model`: it was the container that failed; `nobody`: there was no instance to answer. */
export type Outcome = { readonly kind: 'ok' | '4xx' | '5xx' | 'nobody'; readonly model: boolean };

export type Answer = Outcome & {
  readonly variant: string;
  /** Until it is answered. */
  readonly ms: number;
  /** Counts it; to be called when it is answered. */
  readonly count: (at: Instant) => void;
};

type Around = Asking & { readonly behaviourOf: (server: Server) => Behaviour };

/** One request: who answers it, how and how fast. Undefined variant: by the weights in force. */
export const ask = (wires: Wires, endpoint: Endpoint, { variant, behaviourOf }: Around): Answer => {
  const random = wires.seeded.random(`invocations/${endpoint.name}`);
  const server = pick(serversOf(endpoint), variant, random());
  if (server === undefined) throw new Error(`endpoint ${endpoint.name} has no variant ${variant} to answer`);
  const behaviour = behaviourOf(server);
  const outcome = server.instances === 0 ? NOBODY_THERE : draw(behaviour, random);
  const [modelMs, overheadMs] = [
    wholeMicroseconds(latency(behaviour, random)),
    wholeMicroseconds(latency(OVERHEAD, random)),
  ];
  // Nobody's container took any time where there is none.
  const modelLatencyMs = server.instances === 0 ? [] : ([[modelMs, 1]] as const);
  return {
    ...outcome,
    variant: server.variant,
    ms: Math.max(1, Math.round((server.instances === 0 ? 0 : modelMs) + overheadMs)),
    count: (at) => {
      const { configName } = server;
      const tick = {
        endpoint: endpoint.name,
        variant: server.variant,
        ...(configName !== undefined && { configName }),
        from: at,
        to: at,
        share: server.share,
        instances: server.instances,
        publishedEverySeconds: server.publishedEverySeconds,
        requests: 1,
        slow: 0,
        errors5xx: outcome.kind === '5xx' || outcome.kind === 'nobody' ? 1 : 0,
        errors4xx: outcome.kind === '4xx' ? 1 : 0,
        modelErrors: outcome.model ? 1 : 0,
        modelLatencyMs,
        overheadMs: [[overheadMs, 1]] as const,
      };
      for (const sample of samplesOf(tick)) wires.metrics.put(sample);
    },
  };
};

const NOBODY_THERE: Outcome = { kind: 'nobody', model: false };

/** By the weights in force; with a variant named, between its two fleets, if there are two. */
const pick = (servers: readonly Server[], variant: string | undefined, draw: number): Server | undefined => {
  const able = servers.filter((server) => (variant === undefined ? server.share > 0 : server.variant === variant));
  const total = able.reduce((sum, { share }) => sum + share, 0);
  let passed = 0;
  for (const server of able) {
    passed += server.share;
    if (draw * total < passed) return server;
  }
  return able.at(-1);
};

/** The container is behind as many failures as its own ratio says; what it fails beyond them are timeouts. */
const draw = ({ errorRatio5xx, errorRatio4xx, modelErrorRatio }: Behaviour, random: Random): Outcome => {
  const [fate, blame] = [random(), random()];
  const failing = errorRatio5xx + errorRatio4xx;
  if (fate < failing) {
    return { kind: fate < errorRatio5xx ? '5xx' : '4xx', model: blame < modelErrorRatio / failing };
  }
  const timeouts = Math.max(0, modelErrorRatio - failing) / (1 - failing || 1);
  return { kind: 'ok', model: blame < timeouts };
};

const wholeMicroseconds = (ms: number): number => Math.round(ms * 1_000) / 1_000;
