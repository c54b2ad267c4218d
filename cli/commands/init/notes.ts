import { DEFAULTS } from '../../../infra/config/guards.ts';
import { percent } from '../../../lambdas/domain/words/figures.ts';
import type { Entry } from './entry.ts';
import { stableOf } from './entry.ts';
import { isSingle, type SeenEndpoint } from './seen.ts';

/** What an owner should know before the config is deployed, each a sentence or two. */
export const notesOf = (entries: readonly Entry[]): readonly string[] =>
  entries.flatMap((entry) => [
    ...singleNotes(entry),
    ...stableNotes(entry),
    ...quietNotes(entry),
    ...worseNotes(entry),
    ...noiseNotes(entry),
    ...statusNotes(entry.choice.endpoint),
  ]);

const singleNotes = ({ choice: { endpoint } }: Entry): readonly string[] =>
  isSingle(endpoint)
    ? [
        `${endpoint.endpoint}: nothing is known to be good before an endpoint config has served for an hour under its guards, and its deploy tool must not delete the old one (docs/restore.md).`,
      ]
    : [];

const stableNotes = ({ choice }: Entry): readonly string[] =>
  stableOf(choice)?.share === 0
    ? [
        `${choice.endpoint.endpoint}: ${choice.stable} carries no traffic. A stable that serves nobody is not known to be good: nothing would be shifted to it.`,
      ]
    : [];

const quietNotes = ({ choice, suggestion }: Entry): readonly string[] =>
  suggestion.tooQuiet.map((variant) => {
    const seen = choice.endpoint.variants.find((one) => one.variant === variant);
    const requests = seen?.levels?.requestsPerMinute.usual;
    const had = requests === undefined ? 'no requests' : `${requests} requests in its usual minute`;
    return `${choice.endpoint.endpoint}: ${variant} had ${had}. Guards ask for ${suggestion.minRequests.value} in a minute: it needs ${isSingle(choice.endpoint) ? 'more of them' : 'a larger share'} to be judged.`;
  });

const worseNotes = ({ choice, suggestion }: Entry): readonly string[] =>
  suggestion.worse.map(({ variant, in: what }) => {
    const how = what === 'errors' ? 'fails far more often' : 'is far slower';
    return `${choice.endpoint.endpoint}: ${variant} ${how} than ${choice.stable} already. Its figures were left out of what is normal, and its guard will go off.`;
  });

/** Few requests make a share jump: the guard must leave room for that, and sees less. */
const noiseNotes = ({ choice, suggestion: { errors, tooQuiet } }: Entry): readonly string[] => {
  const { above, basis } = errors;
  const isNoisy = basis.kind === 'measured' && basis.variant !== choice.stable && above > NOISY;
  if (!isNoisy || tooQuiet.includes(basis.variant)) return [];
  return [
    `${choice.endpoint.endpoint}: ${basis.variant} has so few requests that its errors jump to ${percent(basis.medianDay)} on a usual day. A larger share would allow a lower threshold than ${percent(above)}.`,
  ];
};

const NOISY = 2 * DEFAULTS.errorsAbove;

const statusNotes = ({ endpoint, status }: SeenEndpoint): readonly string[] =>
  status === 'InService' ? [] : [`${endpoint} is ${status}: nothing is shifted until it is InService.`];
