import { type Minute, measure } from '../../../lambdas/domain/model.ts';
import type { Guard, Policy } from '../../../lambdas/domain/policy.ts';
import type { Deployed } from '../../account/deployed.ts';
import { portsOf } from '../../account/ports.ts';
import { makeBlanks } from '../../account/unread.ts';
import type { Session } from '../../session.ts';
import { iso } from '../../shown/times.ts';

/** The newest whole minute that each variant of the policy served requests in. */
export type Newest = {
  readonly of: (variant: string) => Minute | undefined;
  readonly unread: readonly string[];
  /** `null`: the metrics could not be read. */
  readonly report: Readonly<Record<string, NewestMinute>> | null;
};

type NewestMinute = {
  readonly minute: string;
  readonly requests: number;
  /** By guard: share of requests, or milliseconds. */
  readonly values: Readonly<Record<string, number>>;
};

export const newestMinutes = async (session: Session, deployed: Deployed, policy: Policy): Promise<Newest> => {
  const { log, sentences } = makeBlanks(session.common);
  const { clock } = session.io;
  const traffic = await portsOf(session.account, deployed.parts, { clock, log }).traffic(policy, clock());
  const of = (variant: string) => (traffic === 'unreadable' ? undefined : traffic[variant]?.at(-1));
  const variants = [policy.stable, ...policy.canaries];
  return {
    of,
    unread: sentences(),
    report:
      traffic === 'unreadable'
        ? null
        : Object.fromEntries(
            variants.flatMap((variant) => {
              const minute = of(variant);
              return minute === undefined ? [] : [[variant, told(minute, policy.guards)]];
            }),
          ),
  };
};

const told = (minute: Minute, guards: readonly Guard[]): NewestMinute => ({
  minute: iso(minute.start),
  requests: minute.requests,
  values: Object.fromEntries(guards.map((guard) => [guard.id, measure(guard, minute)])),
});
