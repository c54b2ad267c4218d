import { isOpen } from '../../../lambdas/domain/incident.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import { type Scaling, scalingOf } from '../../../lambdas/domain/strategies/order.ts';
import { amountOf } from '../../../lambdas/domain/words/strategy-holds.ts';
import { UNREAD } from '../../account/unread.ts';
import { moment, momentAgo } from '../../shown/times.ts';
import type { Seen } from './survey.ts';

type Row = readonly [label: string, text: string];

/** What an endpoint goes back to where that is no weight, and what its strategy has under way or left behind. */
export const strategyRows = ({ good, incident, fleet }: Seen, now: Instant): readonly Row[] => {
  const scaling = incident && scalingOf(incident);
  const inService = fleet === undefined || fleet === UNREAD ? undefined : fleet.config;
  return [
    ...(good === undefined ? [] : goodRows(good, inService, now)),
    ...(scaling === undefined ? [] : [['Raised', raisedWords(scaling, isOpen(incident), now)] as const]),
  ];
};

const goodRows = (good: NonNullable<Seen['good']>, inService: string | undefined, now: Instant): readonly Row[] => {
  if (good === UNREAD) return [['Good', 'not read']];
  if (good.length === 0) return [['Good', 'no endpoint config has served under its guards for the bake time yet']];
  return good.map(({ config, since, until }, place) => [
    place === 0 ? 'Good' : '',
    `${config}${config === inService ? ', in service' : ''}: from ${moment(since, now)} until ${momentAgo(until, now)} at least`,
  ]);
};

/** Waiting, raised, or left raised. */
const raisedWords = ({ order, requestedAt, done, refused }: Scaling, open: boolean, now: Instant): string => {
  const { variant, from, to, unit } = order;
  const asked = `${variant} from ${from} to ${done?.reaches ?? to} ${amountOf(unit)}`;
  if (done === undefined)
    return refused === undefined
      ? `${asked}: ordered ${momentAgo(requestedAt, now)}, and not answered yet`
      : `${asked}: refused: ${refused}`;
  return `${asked}, asked of SageMaker ${momentAgo(done.at, now)}${open ? '' : '; nothing here lowers it again'}`;
};
