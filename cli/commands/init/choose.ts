import { nearest } from '../../../infra/config/words.ts';
import { percent } from '../../../lambdas/domain/words/figures.ts';
import { counted } from '../../screen/figures.ts';
import type { Session } from '../../session.ts';
import type { Questions } from '../../terminal/questions.ts';
import { Trouble } from '../../trouble.ts';
import { highest } from './days.ts';
import type { InitOptions } from './options.ts';
import { isFit, isSingle, type Seen, type SeenEndpoint, type SeenVariant } from './seen.ts';

/** What is to be guarded, and against what. */
export type Choice = {
  readonly endpoint: SeenEndpoint;
  readonly stable: string;
  /** None: the endpoint has one variant. */
  readonly canaries: readonly string[];
};

/** One function's role can name no more: infra/ceiling.ts. */
export const MOST_ENDPOINTS = 50;

/** Undefined: nobody is there to be asked, and the suggestions are taken. */
export type Asking = Questions | undefined;

/** Throws `Trouble` where nobody is there to be asked, and nobody said to take the suggestions. */
export const askingOf = ({ io }: Session, { yes }: InitOptions): Asking => {
  if (yes) return undefined;
  if (io.questions !== undefined) return io.questions;
  throw new Trouble(
    'needs-yes',
    'Nobody is there to be asked, and nothing was written.',
    'Give --yes, which takes every suggestion, and say whom to tell: --email ADDRESS or --slack-parameter NAME.',
  );
};

export const choose = async (
  asking: Asking,
  { endpoints }: Seen,
  { endpoints: named, stable }: InitOptions,
): Promise<readonly Choice[]> => {
  const picked = named === undefined ? await pick(asking, endpoints.filter(isFit)) : endpoints.map(refuseUnfit);
  if (picked.length > MOST_ENDPOINTS)
    throw new Trouble(
      'usage',
      `${counted(picked.length, 'endpoint')} are more than one stack can guard: ${MOST_ENDPOINTS} at most.`,
      'Name some with --endpoint, and write another config with a name of its own for the rest.',
    );
  const choices: Choice[] = [];
  for (const endpoint of picked) choices.push(await chooseVariants(asking, endpoint, stable));
  return choices;
};

const pick = async (asking: Asking, fit: readonly SeenEndpoint[]): Promise<readonly SeenEndpoint[]> => {
  if (asking === undefined || fit.length === 1) return suggestedOf(fit);
  const suggested = suggestedOf(fit);
  const names = await asking.pick(
    'Which endpoints are to be guarded?',
    fit.map((one) => ({
      value: one.endpoint,
      label: one.endpoint,
      hint: isSingle(one) ? 'one variant: restores its last good config' : one.variants.map(sharePhrase).join(', '),
      suggested: one.status === 'InService' && suggested.includes(one),
    })),
  );
  return fit.filter(({ endpoint }) => names.includes(endpoint));
};

/** An account mostly has many endpoints with one variant: they are taken unasked only where there is no other one. */
export const suggestedOf = (fit: readonly SeenEndpoint[]): readonly SeenEndpoint[] => {
  const shifting = fit.filter((one) => !isSingle(one));
  return shifting.length > 0 ? shifting : fit;
};

const refuseUnfit = (endpoint: SeenEndpoint): SeenEndpoint => {
  const { unfit } = endpoint;
  if (unfit === undefined) return endpoint;
  if (unfit.kind === 'unread')
    throw new Trouble(
      'aws',
      `${endpoint.endpoint}: ${unfit.why}`,
      'Ask for the right, use another --profile, or try again.',
    );
  const isShadowed = unfit.kind === 'shadowed';
  throw new Trouble(
    isShadowed ? 'no-such-variant' : 'not-now',
    `${endpoint.endpoint} cannot be guarded: ${unfit.why}.`,
    isShadowed ? 'docs/canary-variant.md adds a canary to it.' : 'Leave it out for now: --endpoint names the others.',
  );
};

const chooseVariants = async (asking: Asking, endpoint: SeenEndpoint, named: string | undefined): Promise<Choice> => {
  const stable = named === undefined ? await chooseStable(asking, endpoint) : findVariant(endpoint, named);
  const others = endpoint.variants.filter(({ variant }) => variant !== stable);
  if (asking === undefined || others.length <= 1)
    return { endpoint, stable, canaries: others.map(({ variant }) => variant) };
  const canaries = await asking.pick(
    `${endpoint.endpoint}: which variants are canaries, to be judged?`,
    others.map((one) => ({ value: one.variant, label: sharePhrase(one), suggested: true })),
  );
  return { endpoint, stable, canaries };
};

const chooseStable = async (asking: Asking, { endpoint, variants }: SeenEndpoint): Promise<string> => {
  const suggested = highest(variants, ({ share = 0 }) => share)?.variant ?? '';
  if (asking === undefined || isSingle({ variants })) return suggested;
  return asking.choose(
    `${endpoint}: which variant is stable, the one that traffic goes back to?`,
    variants.map((one) => ({
      value: one.variant,
      label: sharePhrase(one),
      suggested: one.variant === suggested,
    })),
  );
};

const findVariant = ({ endpoint, variants }: SeenEndpoint, name: string): string => {
  const names = variants.map(({ variant }) => variant);
  if (names.includes(name)) return name;
  const meant = nearest(name, names);
  throw new Trouble(
    'no-such-variant',
    `${endpoint} has no variant ${name}${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
    `It has ${names.join(', ')}. Case matters. --stable is for all endpoints; name with --endpoint those that have it.`,
  );
};

export const sharePhrase = ({ variant, share }: SeenVariant): string =>
  share === undefined ? variant : `${variant} ${percent(share)}`;
