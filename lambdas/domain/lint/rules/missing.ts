import type { Said } from '../codes.ts';
import { factsOf } from '../metric-facts.ts';
import type { Watch } from '../watch.ts';

/** What becomes of the alarm in a period without data: an idle canary, or no traffic at all. */
export const missing = (watch: Watch): readonly Said[] => {
  if (isForDrop(watch)) return watch.missing === 'notBreaching' ? [DROP_UNSEEN] : [];
  if (!watch.metrics.some((metric) => factsOf(metric) !== undefined)) return [];
  return SAID[watch.missing];
};

const isForDrop = ({ comparison, metrics }: Watch): boolean =>
  comparison.endsWith('below') && metrics.every((metric) => factsOf(metric)?.nature === 'request');

const DROP_UNSEEN: Said = {
  code: 'drop-unseen',
  what: 'it is to see that requests stay away, and without any there is no data, which it takes for well',
  mend: 'Let missing data count as breaching (TreatMissingData: breaching).',
};

/** Where a rollback took the traffic away, its metrics stop. */
const SAID: Readonly<Record<Watch['missing'], readonly Said[]>> = {
  notBreaching: [],
  missing: [],
  breaching: [
    {
      code: 'missing-fires',
      what: 'without data it fires, and a variant without traffic has none',
      mend: 'Let missing data count as good (TreatMissingData: notBreaching).',
    },
  ],
  ignore: [
    {
      code: 'missing-sticks',
      what: 'without data it keeps its state: after a rollback the canary has no traffic, and it stays in ALARM',
      mend: 'Let missing data count as good (TreatMissingData: notBreaching).',
    },
  ],
};
