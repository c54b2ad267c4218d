import type { Policy } from '../../../lambdas/domain/policy.ts';
import { guardPrefixOf } from '../../../lambdas/domain/watch-list.ts';
import type { Deployed } from '../../account/deployed.ts';
import type { Finding } from '../../finding.ts';
import type { Session } from '../../session.ts';
import type { Told } from '../../shown/incident.ts';
import { Trouble } from '../../trouble.ts';
import { driftOf } from './drift.ts';
import { linkFindings, readLinks } from './links.ts';
import { type Survey, surveyOf } from './survey.ts';

/** All that `status` rests on. */
export type Scope = {
  readonly deployed: Deployed;
  readonly survey: Survey;
  /** Where the adopter's own file differs from what is deployed, a sentence each. */
  readonly drift: readonly string[];
  /** What `doctor` calls broken of all that the endpoints rest on. */
  readonly links: readonly Finding[];
};

export const scopeOf = async (session: Session, deployed: Deployed, policies: readonly Policy[]): Promise<Scope> => {
  const [survey, drift, links] = await Promise.all([
    surveyOf(session, deployed, policies),
    driftIn(session, deployed),
    readLinks(session, deployed, policies),
  ]);
  return { deployed, survey, drift, links: linkFindings(links, survey) };
};

export const toldOf = ({ deployed, survey }: Scope, policy: Policy): Told => ({
  policy,
  places: {
    guardPrefix: guardPrefixOf(deployed.deployment, policy),
    freezeParameter: deployed.parts.freezeParameter,
  },
  now: survey.now,
});

/** A file that cannot be read keeps nobody from seeing what is deployed. */
const driftIn = async (session: Session, { deployment }: Deployed): Promise<readonly string[]> => {
  const file = session.common.config;
  try {
    const own = await session.config();
    if (own === undefined) return [];
    if (own.deployment.name !== deployment.name)
      return [`${file} is that of another deployment, ${own.deployment.name}: it was not compared.`];
    return driftOf(deployment, own.deployment).map((what) => `${file} differs: ${what}.`);
  } catch (error) {
    if (error instanceof Trouble) return [`${error.message} It was not compared with what is deployed.`];
    throw error;
  }
};
