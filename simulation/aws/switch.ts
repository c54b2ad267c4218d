import { NOT_FROZEN } from '../../lambdas/contract.ts';
import type { Switch } from '../../lambdas/domain/freeze.ts';
import type { Instant } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Frost } from '../plan/plan.ts';
import { makeRecent } from './recent.ts';

type Held = { readonly frost: Frost | undefined; readonly since: Instant };

/** The parameter that holds the kill switch. */
export type FreezeSwitch = {
  readonly now: () => Switch;
  readonly stale: () => Switch;
  readonly set: (frost: Frost | undefined) => void;
  /** Since when the endpoint has been frozen without a break, by a clock that says `at`; undefined: it is not. */
  readonly frozenSince: (endpoint: EndpointName, at: Instant) => Instant | undefined;
};

export const makeSwitch = (clock: () => Instant): FreezeSwitch => {
  const held = makeRecent<Held>({ frost: undefined, since: clock() }, clock);
  return {
    now: () => switchOf(held.now().frost),
    stale: () => switchOf(held.stale().frost),
    set: (frost) => held.become({ frost, since: clock() }),
    frozenSince: (endpoint, at) => {
      const { frost, since } = held.now();
      if (frost === undefined) return undefined;
      // What nobody can read has no end that anybody could read.
      if (frost.scope === 'riddle') return since;
      if ((frost.until ?? Number.POSITIVE_INFINITY) <= at) return undefined;
      return frost.scope === 'all' || frost.scope === endpoint ? since : undefined;
    },
  };
};

const switchOf = (frost: Frost | undefined): Switch => {
  if (frost === undefined) return { kind: 'words', words: [NOT_FROZEN] };
  const { scope, until } = frost;
  if (scope === 'riddle') return { kind: 'malformed' };
  if (until === undefined) return { kind: 'words', words: [scope] };
  return { kind: 'entries', entries: [{ endpoint: scope, by: 'arn:aws:iam::111122223333:user/ana', until }] };
};
