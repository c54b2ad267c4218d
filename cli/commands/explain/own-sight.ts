import { isFine } from '../../../lambdas/domain/guards/kind.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import type { Reading } from '../../../lambdas/domain/situation.ts';
import { amount, lineWords, multipleOf } from '../../../lambdas/domain/words/figures.ts';
import { moment } from '../../shown/times.ts';
import type { Now } from './now.ts';

/** What a guard that watches more than requests was last told, by the variant that its alarm stands on. */
export type OwnSight = {
  /** Undefined: it names none. */
  readonly variant: string | undefined;
  /** Undefined: none came in the periods that a look reads. `unread`: nobody could ask. */
  readonly newest: Reading | undefined | 'unread';
};

/** Undefined: minutes of requests tell of it, or the alarm is not ours, or nobody looked. */
export const ownSightsOf = (guard: Guard, { decided }: Now): readonly OwnSight[] | undefined => {
  if (decided === undefined || !(guard.metric || guard.sums || isFine(guard))) return undefined;
  const { alarms, readings } = decided.situation;
  return alarms
    .filter((one) => one.guard.id === guard.id)
    .map(({ variant, alarm }) => {
      const read = readings?.[alarm.name];
      return { variant, newest: read === undefined ? 'unread' : read.points.at(-1) };
    });
};

export const ownSightWords = ({ variant, newest }: OwnSight, guard: Guard, { at }: Now): string => {
  const of = variant === undefined ? '' : `${variant}: `;
  if (newest === 'unread') return `${of}the metric could not be read`;
  if (newest === undefined) return `${of}no figure in the last periods: the guard sees nothing`;
  return `${of}${figureOf(newest, guard)} at ${moment(newest.start, at)}${tooFew(newest, guard)}`;
};

const figureOf = ({ value, beside }: Reading, guard: Guard): string => {
  if (beside === undefined) return `${amount(guard, value)}${guard.anomalyBand ? NO_BAND : ''}`;
  return guard.anomalyBand ? `${amount(guard, value)}, ${lineWords(guard, beside)},` : multipleOf(guard, value, beside);
};

const NO_BAND = ' (CloudWatch does not know yet what is usual: the guard sees nothing)';

const tooFew = ({ samples }: Reading, guard: Guard): string => {
  const [fewest, what] = isFine(guard) ? [guard.minRequests, 'requests'] : [guard.metric?.minSamples ?? 0, 'samples'];
  return samples === undefined || samples >= fewest
    ? ''
    : `, of ${samples} of the ${fewest} ${what} that it takes: that counts as good`;
};
