import { requestsToJudgeBy } from '../../../lambdas/domain/last-known-good.ts';
import { MINUTE } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { MAX_ATTEMPTS, PROOF_DEADLINE } from '../../../lambdas/domain/settle.ts';
import { percent } from '../../../lambdas/domain/words/figures.ts';
import { listed } from '../../shown/text.ts';

/** What follows once SageMaker was asked for a shift. */
export const afterShift = (policy: Policy): readonly string[] => {
  const { stable, canaries, guards } = policy;
  const enough = requestsToJudgeBy(guards);
  if (policy.restore) return afterRestore(policy, enough);
  return [
    `SageMaker applies it, mostly within minutes; should it take the change back, it is asked again, at most ${MAX_ATTEMPTS} times in all.`,
    `RECOVERED is claimed for a whole minute in which ${stable} served at least ${enough} requests and no other variant one, with the new weights in force and the guards of ${stable} OK. Without that proof within ${PROOF_DEADLINE / MINUTE} minutes of the request it ends as ROLLED_BACK_NOT_RECOVERED.`,
    TOLD,
    `What is taken from ${listed(canaries)} is not given back: nothing here ever raises a canary. A variant that was rolled back is in quarantine until a person releases it or the endpoint gets another endpoint config: should it have traffic again, on-call is told.`,
  ];
};

const TOLD =
  'On-call is told when it begins and when it ends; in between only of what was waited for and came after all or will not come, of what a person is asked for, and daily while it stays open. Mostly these are two or three messages.';

const afterRestore = ({ stable }: Policy, enough: number): readonly string[] => [
  `SageMaker starts a new fleet beside the one that serves, which takes minutes; should it give the update up, it is asked again, at most ${MAX_ATTEMPTS} times in all.`,
  `RECOVERED is claimed for a whole minute in which ${stable} served at least ${enough} requests with the restored config in service and its guards OK. Without that proof within ${PROOF_DEADLINE / MINUTE} minutes of being in service it ends as ROLLED_BACK_NOT_RECOVERED.`,
  TOLD,
  'A config that broke a guard is not gone back to, until it has served well for the whole time again.',
];

const UNALLOWED: Readonly<Record<Policy['mode'], readonly string[]>> = {
  observe: ['the endpoint is in mode observe: what would be done is only told'],
  recommend: ['the endpoint is in mode recommend: a person is asked to shift'],
  approve: ['the endpoint is in mode approve, and nobody has approved it, or somebody declined'],
  auto: [],
};

/** What speaks against a shift, whatever is broken. */
export const holds = (policy: Policy): readonly string[] => [
  ...(policy.restore ? RESTORE_HOLDS : stableHolds(policy)),
  "the alarm names no datapoint above its threshold, the endpoint's metrics contradict it, or the newest minute is well again",
  'somebody changed the weights after the breach, and too few bad minutes came since',
  'the endpoint is not InService: SageMaker takes one change at a time',
  'rollbacks are frozen, or nobody can tell whether they are',
  'somebody muted the alarm, or disabled its actions',
  'this endpoint config was rolled back before, and a limit of repeats is reached; or it is one of many in a storm',
  ...UNALLOWED[policy.mode],
];

const RESTORE_HOLDS: readonly string[] = [
  'no other endpoint config is known to have served well, or its models and their roles are not there any more',
  'the endpoint has more than one variant',
  'the ledger cannot be read or written: where to go back to is written there alone',
];

const stableHolds = (policy: Policy): readonly string[] => [
  `${policy.stable} is missing or has no instances, breaks a guard of its own, is getting worse, or its guards do not say that it is well`,
  `${policy.stable} carried less than ${percent(policy.stableMinShare)} of the traffic when the incident began`,
  ...(policy.stableMaxRequestsPerInstance === undefined
    ? []
    : [
        `all the traffic would be more than ${policy.stableMaxRequestsPerInstance} requests a minute on each instance of ${policy.stable}, or nobody can tell`,
      ]),
];

export const never = ({ strategy, restore }: Policy): readonly string[] => [
  ...(restore ? [] : ['give a canary more traffic than it has']),
  restore
    ? 'change anything of the endpoint but which endpoint config is in service'
    : strategy
      ? 'change anything of the endpoint but the weights of its variants and the capacity of its stable one, which is never lowered'
      : 'change instance counts, models, endpoint configs, or anything of an endpoint but the weights of its variants',
  'create or delete an endpoint',
  'act on what an event says: each decision rests on what is read at that moment',
  'claim that it helped without a minute that proves it',
];
