import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/model.ts';
import type { Deployment } from '../domain/policy.ts';
import type { Situation } from '../domain/situation.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Log, Step } from '../ports.ts';
import { whatWasRead } from './facts.ts';
import { lazily } from './lazily.ts';
import type { Look } from './look.ts';

export type Deciding = Look & {
  readonly verdict: Verdict;
  readonly why?: string | undefined;
  /** Present: `decide` came to the verdict, and would again. An order's verdict is a person's. */
  readonly decidedAt?: Instant;
};

/** What a look found, for the ledger's readers: `facts` for people, `decision` to ask `decide` the same again. */
export type Saw = Pick<Step, 'facts' | 'decision'> & { readonly situation: Situation };

export const seenBy = (deployment: Deployment, { situation, version, verdict, why, decidedAt }: Deciding): Saw => ({
  situation,
  facts: { ...(why !== undefined && { why }), read: whatWasRead(situation, version) },
  ...(decidedAt !== undefined && {
    decision: { code: deployment.version ?? 'unknown', now: decidedAt, situation, verdict },
  }),
});

const loadExposure = lazily(() => import('../domain/exposure.ts'));

/** What only tells must not keep a step from being recorded. */
export const withExposure = async (log: Log, incident: Incident, { situation }: Saw): Promise<Incident> => {
  try {
    const { exposed } = await loadExposure();
    return exposed(incident, situation);
  } catch (error) {
    log('exposure unknown', { incident: incident.id, error: String(error) });
    return incident;
  }
};

export const decisionOf = ({ decision }: Saw): Pick<Step, 'decision'> => (decision === undefined ? {} : { decision });
