import type { Fleet, Instant, Weights } from '../lambdas/domain/model.ts';
import type { Fact } from './facts.ts';
import type { Invocation } from './function/invocation.ts';

/** `02:13:05.120 sweep 7   fraud  …`: when, who, what. Undefined: nothing that a reader would miss. */
export const lineOf = (fact: Fact, start: Instant): string | undefined => {
  const said = saying(fact);
  return said && `${sinceStart(fact.at - start)}  ${said.who.padEnd(16)} ${said.what}`;
};

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

const sinceStart = (ms: number): string =>
  `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)}.${String(Math.floor(ms % 1_000)).padStart(3, '0')}`;

type Said = { readonly who: string; readonly what: string };

const whoIs = ({ id, kind, container }: Invocation): string => `${kind} ${id} @${container.id}`;

const weightsText = (weights: Weights): string =>
  Object.entries(weights)
    .map(([name, weight]) => `${name} ${Number(weight.toPrecision(4))}`)
    .join(', ');

const fleetText = (fleet: Fleet | undefined): string => {
  if (fleet === undefined) return 'gone';
  const variants = fleet.variants.map(
    ({ name, weight, desiredWeight, instances }) =>
      `${name} ${Number(weight.toPrecision(4))}${weight === desiredWeight ? '' : `→${Number(desiredWeight.toPrecision(4))}`} ×${instances ?? '?'}`,
  );
  return `${fleet.status} ${fleet.config}: ${variants.join(', ')}`;
};

const QUIET = new Set(['swept', 'triggered']);

const saying = (fact: Fact): Said | undefined => {
  switch (fact.kind) {
    case 'minute':
    case 'over':
    case 'noticed':
      return undefined;
    case 'fault':
      return fact.fault === 'clock-skew'
        ? undefined
        : { who: whoIs(fact.by), what: `FAULT ${fact.fault} at ${fact.site}` };
    case 'world-fault':
      return { who: 'world', what: `FAULT ${fact.fault} ${fact.endpoint ?? ''}`.trimEnd() };
    case 'happening': {
      const { at: _when, ...what } = fact.happening;
      return { who: 'plan', what: JSON.stringify(what) };
    }
    case 'changed':
      return { who: fact.by, what: `${fact.endpoint} is ${fleetText(fact.is)}` };
    case 'alarm':
      return { who: 'alarm', what: `${fact.alarm.name} is ${fact.alarm.state}` };
    case 'dead-lettered':
      return { who: 'lambda', what: `${fact.event} is a dead letter` };
    case 'raised':
      return {
        who: whoIs(fact.by),
        what: `RAISE ${fact.endpoint} ${fact.variant} to ${fact.to}${fact.taken ? '' : ': not taken'}`,
      };
    case 'restored':
      return {
        who: whoIs(fact.by),
        what: `RESTORE ${fact.endpoint} ${fact.from} to ${fact.to}${fact.taken ? '' : ': not taken'}`,
      };
    default:
      return ofInvocation(fact);
  }
};

type OfInvocation = Extract<Fact, { kind: 'asked' | 'wrote' | 'told' | 'logged' | 'began' | 'ended' }>;

const ofInvocation = (fact: OfInvocation): Said | undefined => {
  const who = whoIs(fact.by);
  switch (fact.kind) {
    case 'asked':
      return {
        who,
        what: `SHIFT ${fact.endpoint} to ${weightsText(fact.to)}: ${fact.answer.kind}${fact.counts ? ', with instance counts' : ''}`,
      };
    case 'wrote':
      return {
        who,
        what: `ledger ${fact.step.incident.id} ${fact.step.what}: ${fact.answer}${fact.kept ? '' : ', not kept'}`,
      };
    case 'told':
      return { who, what: `LETTER ${fact.letter.endpoint}: ${fact.letter.headline}` };
    case 'logged':
      return QUIET.has(fact.message)
        ? undefined
        : { who, what: `${fact.message} ${JSON.stringify(fact.facts)}`.slice(0, 300) };
    case 'began': {
      const { skewMs } = fact.by.container;
      const skew = skewMs === 0 ? '' : `, clock off by ${Math.round(skewMs / 1_000)} s`;
      return fact.by.kind === 'sweep' && skew === ''
        ? undefined
        : { who, what: `begins, attempt ${fact.by.attempt}${skew}` };
    }
    case 'ended':
      return fact.how === 'failed' ? { who, what: `FAILED: ${fact.why ?? ''}` } : undefined;
  }
};

export type Digest = { readonly add: (line: string) => void; readonly text: () => string };

/** FNV-1a over all lines. */
export const makeDigest = (): Digest => {
  let [low, high] = [0x811c9dc5, 0x01000193];
  return {
    add: (line) => {
      for (let place = 0; place < line.length; place += 1) {
        low = Math.imul(low ^ line.charCodeAt(place), 0x01000193);
        high = Math.imul(high ^ (line.charCodeAt(place) + 7), 0x85ebca6b);
      }
    },
    text: () => [low, high].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join(''),
  };
};
