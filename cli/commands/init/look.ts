import { nearest } from '../../../infra/config/words.ts';
import { inTurns } from '../../account/in-turns.ts';
import { makeBlanks, UNREAD } from '../../account/unread.ts';
import { counted } from '../../screen/figures.ts';
import type { Session } from '../../session.ts';
import { Trouble } from '../../trouble.ts';
import { describeEndpoint, listEndpoints, type Named } from './endpoints.ts';
import { type Requests, readLastDay } from './metrics.ts';
import { progress } from './progress.ts';
import { readTargets } from './scaling.ts';
import type { Seen, SeenEndpoint, SeenVariant } from './seen.ts';

/** All endpoints of the account and Region, or those that were named. */
export const lookAround = async (session: Session, wanted: readonly string[] | undefined): Promise<Seen> => {
  const { account, io } = session;
  const all = await listEndpoints(account);
  const named = wanted === undefined ? all : wanted.map((name) => findNamed(all, name));
  const region = await account.sagemaker().config.region();
  progress(io, `${counted(all.length, 'endpoint')} in ${region}`);
  const blanks = makeBlanks(session.common);
  const [described, targets] = await Promise.all([
    inTurns(named, (one) => describeEndpoint(account, one)),
    blanks.tried('Which variants are scaled automatically', () => readTargets(account)),
  ]);
  const endpoints = described.filter((one) => one !== undefined);
  const variants = endpoints.flatMap(({ endpoint, variants: own }) =>
    own.map(({ variant }) => ({ endpoint, variant })),
  );
  const lastDay = await blanks.tried("The last day's traffic", () =>
    readLastDay(account.cloudwatch(), variants, io.clock()),
  );
  const requests = lastDay === UNREAD ? new Map() : byVariant(variants, lastDay);
  const complete = (endpoint: string, seen: SeenVariant): SeenVariant => ({
    ...seen,
    ...(targets !== UNREAD && { autoscaling: targets(endpoint, seen.variant) }),
    ...(lastDay !== UNREAD && { lastDay: requests.get(keyOf({ endpoint, variant: seen.variant })) ?? null }),
  });
  return {
    region,
    endpoints: endpoints.map((one) => ({ ...one, variants: one.variants.map((seen) => complete(one.endpoint, seen)) })),
    unread: blanks.sentences(),
  };
};

type Variant = { readonly endpoint: string; readonly variant: string };

/** Neither name may hold a slash. */
const keyOf = ({ endpoint, variant }: Variant): string => `${endpoint}/${variant}`;

const byVariant = (variants: readonly Variant[], requests: readonly Requests[]): ReadonlyMap<string, Requests> =>
  new Map(variants.map((variant, place) => [keyOf(variant), requests[place]]));

/** Exactly as it is called: SageMaker itself takes no name for another. */
const findNamed = (all: readonly Named[], name: string): Named => {
  const found = all.find(({ endpoint }) => endpoint === name);
  if (found !== undefined) return found;
  const names = all.map(({ endpoint }) => endpoint);
  const meant = nearest(name, names);
  throw new Trouble(
    'no-such-endpoint',
    `There is no endpoint ${name} in this account and Region${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
    names.length === 0
      ? 'There is none at all: look at --profile and --region.'
      : `Case matters. There ${names.length === 1 ? 'is' : 'are'} ${listed(names)}.`,
  );
};

const FEW = 10;

const listed = (names: readonly string[]): string =>
  names.length <= FEW ? names.join(', ') : `${names.slice(0, FEW).join(', ')} and ${names.length - FEW} more`;

export const withLevels = (seen: Seen, levels: (of: Variant) => SeenVariant['levels']): readonly SeenEndpoint[] =>
  seen.endpoints.map((one) => ({
    ...one,
    variants: one.variants.map((variant) => {
      const found = levels({ endpoint: one.endpoint, variant: variant.variant });
      return found === undefined ? variant : { ...variant, levels: found };
    }),
  }));
