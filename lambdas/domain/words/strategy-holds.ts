import type { FallbackDoubt, HoldReason, Unraised } from '../reasons.ts';
import type { Unit } from '../strategies/order.ts';
import type { Weighed } from '../strategies/strategy.ts';
import { later } from './asks.ts';
import * as commands from './commands.ts';
import { clockTime, percent } from './figures.ts';
import type { HoldWords, Scene } from './holds.ts';

type Kinds = 'stable-too-small' | 'raising-stable' | 'order-refused' | 'no-fallback';
type Tellers = {
  readonly [Kind in Kinds]: (reason: Extract<HoldReason, { kind: Kind }>, scene: Scene) => HoldWords;
};

/** Holds of what the endpoint's strategy does before it shifts, or in place of that. */
export const STRATEGIES: Tellers = {
  'stable-too-small': ({ perInstance, bound, unit, unraised, weighed }, scene) => ({
    why: `all traffic would put ${Math.round(perInstance)} requests a minute on each ${unit === undefined ? 'instance' : 'unit of concurrency'} of stable, and the config allows ${bound}${unraised ? `; ${unraisedWords(unraised)}` : ''}`,
    means: `Shifting now would trade a bad model for an overloaded one${weighed ? `: ${weighedWords(weighed)}` : ''}, so the canary keeps its traffic.`,
    next: `Give stable more ${unit === undefined ? 'instances' : 'concurrency'}. ${later(scene, 'Once it has enough, or the canary does worse than that, traffic goes to stable by itself.')}`,
    command: commands.raise(scene.policy.endpoint, scene.policy.stable, unit ?? 'instances'),
  }),
  'raising-stable': ({ unit, from, to, until, weighed }, scene) => ({
    why: `stable is too small for all traffic, and is raised from ${from} to ${to} ${amountOf(unit)} first${weighed ? `: ${weighedWords(weighed)}` : ''}`,
    means: `The canary keeps its traffic meanwhile: SageMaker takes no other change while it raises stable. ${later(scene, 'Then traffic goes to stable by itself.')}`,
    next: `Nothing, until ${clockTime(until)}. If stable has not grown by then, you are told, and have to decide.`,
    command: commands.describeEndpoint(scene.policy.endpoint),
  }),
  'order-refused': ({ message }, scene) => ({
    why: `what has to be done first was refused: ${message}`,
    means: 'Everybody stays where they are. It is tried again, at most three times.',
    ...(scene.policy.restore === undefined
      ? {
          next: 'If users suffer more than on a stable that is too small, shift by hand with the command.',
          command: scene.shift,
        }
      : { next: 'See what serves now.', command: commands.describeEndpoint(scene.policy.endpoint) }),
    mend: 'If that names a missing permission, bring it back: npx cdk deploy --revert-drift.',
  }),
  'no-fallback': ({ fallback, doubt, stable }, scene) => ({
    why: `stable is no place to go (${STABLE[stable.kind] ?? 'it is not well'}), and the fallback ${fallback} neither: ${FALLBACK[doubt]}`,
    means: 'Nobody knows a variant that would serve better, so everybody stays where they are.',
    next: `Look for what the variants share (a feature store, a database, the callers). ${later(scene, 'Once stable or the fallback is fit, traffic goes there by itself.')}`,
    command: commands.describeAlarmsOf(scene.guardPrefix),
  }),
};

/** ` instances`, ` units of concurrency`. */
export const amountOf = (unit: Unit): string => (unit === 'instances' ? 'instances' : 'units of concurrency');

/** The two evils, with their figures. */
export const weighedWords = ({ canaryFails, overload }: Weighed): string =>
  `the canary fails about ${percent(canaryFails)} of all requests, and about ${percent(overload)} would be more than stable can take`;

const unraisedWords = (unraised: Unraised): string => {
  switch (unraised.kind) {
    case 'at-most':
      return `it may be raised to ${unraised.most} at the most, which is not enough`;
    case 'late':
      return `it was to be raised, and has not grown within ${unraised.withinMinutes} minutes`;
    case 'refused':
      return `it was to be raised, and that was refused: ${unraised.message}`;
  }
};

const STABLE: Partial<Record<HoldReason['kind'], string>> = {
  'stable-missing': 'it is missing',
  'stable-without-instances': 'it has no instances',
  'stable-unwell': 'it breaks its own guard too',
  'stable-worsening': 'it breaks the same promises in its newest minutes',
};

const FALLBACK: Readonly<Record<FallbackDoubt, string>> = {
  suspect: 'it breaks a guard itself',
  missing: 'the endpoint has no such variant',
  'without-instances': 'it has no instances',
  unwell: 'its guards do not say that it is well',
  'too-small': 'it is too small for all traffic',
  'load-unknown': 'the traffic could not be read, so that nobody knows whether it can take it',
};
