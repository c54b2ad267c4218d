import type { Instant } from '../../lambdas/domain/model.ts';

/** The metrics of one period, by names such as `canary Invocations Sum`. What was not measured is absent. */
export type Row = { readonly start: Instant; readonly values: ReadonlyMap<string, number> };

/** A history, oldest row first, as it is read: it may be longer than what fits into memory. */
export type History = AsyncIterable<Row> | Iterable<Row>;
