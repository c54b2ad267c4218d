import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { stormNews } from '../../../lambdas/domain/storm-news.ts';
import type { Letter } from '../../../lambdas/domain/words/letter.ts';
import { stormLetter } from '../../../lambdas/domain/words/storm-letter.ts';
import { at, deployment, endpointName, incident, policy } from '../../builders.ts';

export type Over = NonNullable<Parameters<typeof incident>[0]>;

/** Of the storm of five past; the letter that tells of it was sent already. */
export const member = (name: string, over: Over = {}): Incident =>
  incident({ id: name, endpoint: endpointName(name), storm: { since: at(5) }, openedAt: at(8), ...over });

export const owing = (name: string, over: Over = {}): Incident => member(name, { owed: 'opened', ...over });

const guarding = (heads: readonly Incident[]): readonly Policy[] => heads.map(({ endpoint }) => policy({ endpoint }));

/** The letter that these owe now. */
export const letterOf = (heads: readonly Incident[], policies: readonly Policy[] = guarding(heads)): Letter => {
  const storm = stormNews(heads);
  if (storm === undefined) throw new Error('no storm letter is owed');
  const placesOf = ({ endpoint }: Policy) => ({ guardPrefix: `rb/guard/${endpoint}/`, freezeParameter: '/rb/freeze' });
  return stormLetter({ storm, deployment: deployment(...policies), placesOf });
};
