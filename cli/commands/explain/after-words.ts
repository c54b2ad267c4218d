import { MINUTE } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { MAX_ATTEMPTS, PROOF_DEADLINE } from '../../../lambdas/domain/settle.ts';
import { percent } from '../../../lambdas/domain/words/figures.ts';
import { MOST_LETTERS } from '../../../lambdas/domain/words/letter.ts';
import { listed } from '../../shown/text.ts';

/** What follows once SageMaker was asked for a shift. */
export const afterShift = ({ stable, canaries, guards }: Policy): readonly string[] => {
  const enough = Math.max(...guards.filter(({ gross }) => !gross).map(({ minRequests }) => minRequests));
  return [
    `SageMaker applies it, mostly within minutes; should it take the change back, it is asked again, at most ${MAX_ATTEMPTS} times in all.`,
    `RECOVERED is claimed for a whole minute in which ${stable} served at least ${enough} requests and no other variant one, with the new weights in force and the guards of ${stable} OK. Without that proof within ${PROOF_DEADLINE / MINUTE} minutes of the request it ends as ROLLED_BACK_NOT_RECOVERED.`,
    `On-call gets at most ${MOST_LETTERS} messages: it began; what was waited for came after all or will not come; it ended.`,
    `What is taken from ${listed(canaries)} is not given back: nothing here ever raises a canary. A variant that was rolled back is in quarantine until a person releases it or the endpoint gets another endpoint config: should it have traffic again, on-call is told.`,
  ];
};

const UNALLOWED: Readonly<Record<Policy['mode'], readonly string[]>> = {
  observe: ['the endpoint is in mode observe: what would be done is only told'],
  recommend: ['the endpoint is in mode recommend: a person is asked to shift'],
  approve: ['the endpoint is in mode approve, and nobody has approved it, or somebody declined'],
  auto: [],
};

/** What speaks against a shift, whatever is broken. */
export const holds = (policy: Policy): readonly string[] => [
  `${policy.stable} is missing or has no instances, breaks a guard of its own, is getting worse, or its guards do not say that it is well`,
  `${policy.stable} carried less than ${percent(policy.stableMinShare)} of the traffic when the incident began`,
  ...(policy.stableMaxRequestsPerInstance === undefined
    ? []
    : [
        `all the traffic would be more than ${policy.stableMaxRequestsPerInstance} requests a minute on each instance of ${policy.stable}, or nobody can tell`,
      ]),
  "the alarm names no datapoint above its threshold, the endpoint's metrics contradict it, or the newest minute is well again",
  'somebody changed the weights after the breach, and too few bad minutes came since',
  'the endpoint is not InService: SageMaker takes one change at a time',
  'rollbacks are frozen, or nobody can tell whether they are',
  ...UNALLOWED[policy.mode],
];

export const NEVER: readonly string[] = [
  'give a canary more traffic than it has',
  'change instance counts, models, endpoint configs, or anything of an endpoint but the weights of its variants',
  'create or delete an endpoint',
  'act on what an event says: each decision rests on what is read at that moment',
  'claim that it helped without a minute that proves it',
];
