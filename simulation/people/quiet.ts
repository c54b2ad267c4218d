import { MINUTE } from '../../lambdas/domain/model.ts';
import type { Guarded } from '../aws/account.ts';
import type { EndpointHappening } from '../plan/plan.ts';
import type { Stage } from './happen.ts';

export type OfQuiet = Extract<EndpointHappening, { what: 'mutes' | 'unmutes' }>;

/** People who want nothing to come of an alarm for a while. */
export const quieten = ({ account, clock }: Stage, { alarms }: Guarded, happening: OfQuiet): void => {
  const { variant } = happening;
  const own = alarms.all.filter((one) => one.variant === variant);
  if (happening.what === 'unmutes') {
    account.mutes.unmute(own.map(({ name }) => name));
    alarms.silence(variant, clock.now());
    return;
  }
  const until = clock.now() + happening.minutes * MINUTE;
  if (happening.how === 'actions') alarms.silence(variant, until);
  else
    account.mutes.mute(
      own.filter(({ guard }) => happening.guard === 'all' || guard.id === happening.guard).map(({ name }) => name),
      until,
    );
};
