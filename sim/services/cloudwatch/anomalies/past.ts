import type { Instant } from '../../../types.ts';
import type { MetricStore } from '../metric-store.ts';
import type { Expects, MetricQuery } from '../queries.ts';
import { statistic } from '../statistics.ts';
import { expectedAt, type Model, modelOf, TRAINED_ON } from './model.ts';
import { type Spread, spreadOf } from './spread.ts';

const HOUR = 3_600_000;

/** What was learnt of one metric, by one statistic and period. */
type Learnt = {
  readonly hours: Map<Instant, Spread>;
  /** By the hour whose periods it judges. */
  readonly models: Map<Instant, Model | undefined>;
  /** How much had come late by then: what comes after changes hours that were learnt. */
  readonly late: number;
};

/**
 * What the past lets one expect. It learns by the hour: a period is judged by the two weeks until an hour before its own
 * hour began, so that what has just gone wrong is not taken for the rule.
 */
export const makePast = (store: MetricStore, now: () => Instant): Expects => {
  const known = new WeakMap<MetricQuery, Learnt>();
  const byName = new Map<string, Learnt>();
  const learntOf = (query: MetricQuery): Learnt => {
    const late = store.late(query.metric);
    const valid = (one: Learnt | undefined): Learnt | undefined => (one?.late === late ? one : undefined);
    const before = valid(known.get(query));
    if (before !== undefined) return before;
    const name = nameOf(query);
    const learnt = valid(byName.get(name)) ?? { hours: new Map(), models: new Map(), late };
    known.set(query, learnt);
    byName.set(name, learnt);
    return learnt;
  };
  return (query, start) => {
    const learnt = learntOf(query);
    const hour = floorHour(Math.min(start, now()));
    if (!learnt.models.has(hour)) {
      forget(learnt, hour);
      learnt.models.set(hour, modelOf(hoursBefore(learnt, query, { hour, store }), query.periodSeconds));
    }
    const model = learnt.models.get(hour);
    return model && expectedAt(model, start);
  };
};

const nameOf = ({ metric, stat, periodSeconds, unit }: MetricQuery): string =>
  JSON.stringify([metric, stat.name, periodSeconds, unit]);

const floorHour = (time: Instant): Instant => Math.floor(time / HOUR) * HOUR;

type Training = { readonly hour: Instant; readonly store: MetricStore };

const hoursBefore = (
  { hours }: Learnt,
  query: MetricQuery,
  { hour, store }: Training,
): ReadonlyMap<Instant, Spread> => {
  const periodMs = query.periodSeconds * 1000;
  // A period that does not divide the hour may last beyond the hour that it starts in.
  const until = hour - HOUR - (HOUR % periodMs === 0 ? 0 : Math.ceil(periodMs / HOUR) * HOUR);
  const found = new Map<Instant, Spread>();
  for (let start = hour - TRAINED_ON; start < until; start += HOUR) {
    const spread = hours.get(start) ?? spreadOf(valuesIn(query, start, store));
    hours.set(start, spread);
    if (spread.count > 0) found.set(start, spread);
  }
  return found;
};

/** Of the periods that start within an hour. */
const valuesIn = (query: MetricQuery, hour: Instant, store: MetricStore): readonly number[] => {
  const values: number[] = [];
  const periodMs = query.periodSeconds * 1000;
  for (let from = Math.ceil(hour / periodMs) * periodMs; from < hour + HOUR; from += periodMs) {
    const tally = store.tally(query.metric, { from, to: from + periodMs }, query.unit);
    const value = tally && statistic(tally, query.stat);
    if (value !== undefined) values.push(value);
  }
  return values;
};

/** A request may go back by weeks, an alarm by a week: what is older than both is not asked for again. */
const forget = ({ hours, models }: Learnt, hour: Instant): void => {
  for (const start of hours.keys()) if (start < hour - 2 * TRAINED_ON) hours.delete(start);
  for (const start of models.keys()) if (start < hour - TRAINED_ON) models.delete(start);
};
