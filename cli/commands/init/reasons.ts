import { percent } from '../../../lambdas/domain/words/figures.ts';
import { counted, grouped } from '../../screen/figures.ts';
import type { Suggestion } from './suggest.ts';
import type { Basis } from './threshold.ts';

/** Why each figure of a config is what it is: for whoever reads it a year later. */

export const whyMinRequests = ({ basis, value }: Suggestion['minRequests']): string => {
  if (basis.kind === 'default')
    return `A minute with fewer than ${value} requests judges nobody. The default: no canary's traffic is known yet.`;
  const { variant, quiet, usual } = basis;
  return `A minute with fewer requests judges nobody. ${variant} had ${grouped(usual)} in its usual minute, ${grouped(quiet)} or more in nine of ten.`;
};

export const whyErrors = ({ basis }: Suggestion['errors']): string =>
  basis.kind === 'default'
    ? 'Share of requests answered 5XX, beside the first two of a minute. The default: too little is known of what is usual.'
    : `Share of requests answered 5XX, beside the first two of a minute. ${levels(basis, percent)} Twice that, rounded up, at least 2 %. ${fate(basis)}`;

export const whyLatency = ({ percentile, basis }: NonNullable<Suggestion['latency']>): string =>
  basis.kind === 'default'
    ? `Model latency, p${percentile}.`
    : `Model latency, p${percentile}. ${levels(basis, inMs)} One and a half times that, rounded up. ${fate(basis)}`;

type MeasuredBasis = Extract<Basis, { kind: 'measured' }>;

const levels = ({ variant, medianDay, worstDay, days }: MeasuredBasis, figure: (value: number) => string): string =>
  days === 1
    ? `On the one day that was seen, two of three minutes of ${variant} reached ${figure(medianDay)}.`
    : `On the worst day (${worstDay.day}) two of three minutes of ${variant} reached ${figure(worstDay.value)}, on the median day ${figure(medianDay)}.`;

const fate = ({ days, daysAbove }: MeasuredBasis): string =>
  daysAbove === 0
    ? `It would not have gone off on any of ${counted(days, 'day')}.`
    : `It would have gone off on ${daysAbove} of ${counted(days, 'day')}.`;

export const inMs = (ms: number): string => `${grouped(Math.round(ms))} ms`;
