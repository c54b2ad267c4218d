import { type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { Guarded } from '../aws/account.ts';
import type { Fact } from '../facts.ts';
import type { View } from '../view.ts';
import { brokenAlarms } from './breach.ts';
import { isStorm, isSurelyWorse } from './storm.ts';

const DAY = 24 * 60 * MINUTE;
/** At a slower pace not even the first look comes in time, and I7 says by when it does. */
const SLOW = 1;

/** What people set up against shifts, and so excuses that none is made. */
export type Braked = { readonly on: (fact: Fact) => void; readonly isBraked: (guarded: Guarded) => boolean };

type Meant = { readonly at: Instant; readonly incident: string };

export const makeBraked = (view: View): Braked => {
  const { limits } = view.plan;
  const meant = new Map<string, Meant[]>();
  const isRepeat = ({ endpoint }: Guarded): boolean => {
    const { incident } = view.account.table.head(endpoint.name);
    const open = incident?.ending === undefined ? incident?.id : undefined;
    const own = meant.get(`${endpoint.name} ${endpoint.describe()?.config}`) ?? [];
    return own.some((one) => one.incident !== open && view.now() - one.at < DAY);
  };
  const isLimited = (guarded: Guarded): boolean =>
    limits !== undefined &&
    (limits.callsPerSecond < SLOW ||
      isRepeat(guarded) ||
      (isStorm(view, guarded.endpoint.name) && !isSurelyWorse(guarded, view.now())));
  return {
    on: (fact) => {
      if (limits === undefined) return;
      if (fact.kind !== 'wrote' || fact.answer === 'outpaced' || fact.step.what !== 'intent') return;
      const { endpoint, config, id } = fact.step.incident;
      const own = meant.get(`${endpoint} ${config}`) ?? [];
      meant.set(`${endpoint} ${config}`, own);
      own.push({ at: fact.at, incident: id });
    },
    isBraked: (guarded) => isMuted(view, guarded) || isLimited(guarded),
  };
};

/** One that is heard may be the one that is not believed. */
const isMuted = ({ account }: View, guarded: Guarded): boolean =>
  brokenAlarms(guarded).some((one) => !one.now().actionsEnabled || account.mutes.mutedSince(one.name) !== undefined);
