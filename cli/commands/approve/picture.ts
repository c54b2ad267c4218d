import { freezeParameterName } from '../../../lambdas/contract.ts';
import { asksFor } from '../../../lambdas/domain/consent.ts';
import { guardPrefixOf } from '../../../lambdas/domain/watch-list.ts';
import { allTo, currentWeights, desiredWeights } from '../../../lambdas/domain/weights.ts';
import { shares } from '../../../lambdas/domain/words/figures.ts';
import { heldWords, seenOf, type Told } from '../../shown/incident.ts';
import { indented } from '../../shown/text.ts';
import { momentAgo } from '../../shown/times.ts';
import type { Scene } from './scene.ts';

export const toldOf = ({ policy, deployed: { deployment }, session: { io } }: Scene): Told => ({
  policy,
  places: {
    guardPrefix: guardPrefixOf(deployment, policy),
    freezeParameter: freezeParameterName(deployment.name),
  },
  now: io.clock(),
});

/** What is asked, before the question. */
export const show = ({ session: { io }, policy, incident, fleet, unread }: Scene): void => {
  const { page } = io;
  const since = momentAgo(incident.openedAt, io.clock());
  for (const text of [
    `${incident.id}, open since ${since}. ${seenOf(incident, policy)}.`,
    `${policy.endpoint} is ${fleet.status}: ${shares(currentWeights(fleet))}. Endpoint config ${fleet.config}.`,
    ...unread,
  ])
    for (const row of indented(page, text, 0)) io.err(`${row}\n`);
};

/** `the function asks SageMaker for these weights of fraud: stable 100 %, canary 0 %`. */
export const wantedOf = ({ policy, fleet, asked }: Scene): string =>
  policy.restore === undefined
    ? `the function asks SageMaker for these weights of ${policy.endpoint}: ${shares(allTo(policy.stable, desiredWeights(fleet)))}`
    : `the function does this: ${asked.plan}`;

/** Why an approval alone would not shift now; undefined: it would. */
export const whyHeldStill = (scene: Scene): string | undefined => {
  const { verdict, incident } = scene;
  if (verdict.kind !== 'hold' || asksFor(verdict.reason) !== undefined) return undefined;
  return heldWords(verdict.reason, incident, toldOf(scene)).why;
};
