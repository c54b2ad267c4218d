import type { Said } from '../codes.ts';
import { factsOf } from '../metric-facts.ts';
import type { Watch } from '../watch.ts';
import { span } from '../words.ts';

/** CloudWatch's own: seconds. */
const FINE = new Set([10, 20, 30]);
const DAY = 86_400;
const HOUR = 3_600;

/** Whether CloudWatch takes the periods, and finds data in them. */
export const periods = (watch: Watch): readonly Said[] => [
  ...notAllowed(watch),
  ...(watch.isFine ? [] : tooFine(watch)),
  ...moreThanPeriods(watch),
  ...tooLong(watch),
];

/** Of its metrics: CloudWatch evaluates math by the longest. */
const periodOf = ({ metrics }: Watch): number => Math.max(...metrics.map(({ period }) => period));

const isAllowed = (period: number): boolean => FINE.has(period) || (period > 0 && period % 60 === 0);

const notAllowed = ({ metrics }: Watch): readonly Said[] => {
  const wrong = metrics.find(({ period }) => !isAllowed(period));
  return wrong === undefined
    ? []
    : [
        {
          code: 'period-not-allowed',
          what: `its period is ${wrong.period} s, which CloudWatch does not take`,
          mend: 'Use 60 s; 10, 20 or 30 s only for metrics that are published so often.',
        },
      ];
};

const tooFine = ({ metrics }: Watch): readonly Said[] =>
  metrics.flatMap((metric): readonly Said[] => {
    const published = factsOf(metric)?.publishedEachSeconds ?? 0;
    return isAllowed(metric.period) && metric.period < published
      ? [
          {
            code: 'period-too-fine',
            what: `its period is ${metric.period} s, and SageMaker publishes ${metric.name} each ${published} s: most periods have no data`,
            mend: `Use ${published} s. (An endpoint config can ask for more; let lint see that it arrives before you rely on it.)`,
          },
        ]
      : [];
  });

const moreThanPeriods = ({ breaching, outOf }: Watch): readonly Said[] =>
  breaching <= outOf
    ? []
    : [
        {
          code: 'more-than-periods',
          what: `it asks for ${breaching} bad periods of ${outOf}`,
          mend: `Ask for at most ${outOf}, or look at more periods.`,
        },
      ];

const tooLong = (watch: Watch): readonly Said[] => {
  const period = periodOf(watch);
  const [window, most] = [period * watch.outOf, period >= HOUR ? 7 * DAY : DAY];
  return window <= most
    ? []
    : [
        {
          code: 'window-too-long',
          what: `it looks back ${span(window)}, and CloudWatch takes at most ${span(most)} with such a period`,
          mend: 'Look at fewer or shorter periods.',
        },
      ];
};
