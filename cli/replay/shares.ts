import type { Policy } from '../../lambdas/domain/policy.ts';
import type { Column } from './columns.ts';

export type Shares = {
  /** Share of the traffic by variant, 0..1. */
  readonly of: ReadonlyMap<string, number>;
  /** Whether the file said so, or it had to be taken for granted. */
  readonly known: boolean;
};

/** Of a canary, where the file does not say it; stable keeps half of the traffic at least. */
const ASSUMED = 0.1;

/** How the traffic was split in a span, by the recorded Invocations of every variant. */
export const sharesAt = (
  columns: readonly Column[],
  { stable, canaries }: Policy,
  span: { readonly from: number; readonly to: number },
): Shares => {
  const variants: readonly string[] = [stable, ...canaries];
  const requests = variants.map((variant) => requestsOf(columns, variant, span));
  const total = requests.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const known = requests.every((count) => count !== undefined) && total > 0;
  if (known) return { known, of: new Map(variants.map((variant, index) => [variant, (requests[index] ?? 0) / total])) };
  const share = Math.min(ASSUMED, 0.5 / canaries.length);
  const rest = 1 - share * canaries.length;
  return { known, of: new Map(variants.map((variant) => [variant, variant === stable ? rest : share])) };
};

const requestsOf = (
  columns: readonly Column[],
  variant: string,
  { from, to }: { readonly from: number; readonly to: number },
): number | undefined => {
  const column = columns.find(({ wanted }) => wanted.variant === variant && wanted.metric === 'Invocations');
  if (column === undefined) return undefined;
  const { times, values } = column.series;
  return times.reduce((sum, time, index) => (time >= from && time < to ? sum + (values[index] ?? 0) : sum), 0);
};
