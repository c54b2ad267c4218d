import { type Asked, answerTo, askedOf } from '../../../lambdas/domain/answer.ts';
import { decide } from '../../../lambdas/domain/decide.ts';
import { lastReal } from '../../../lambdas/domain/drill.ts';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { Fleet } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import type { Verdict } from '../../../lambdas/domain/verdict.ts';
import { type Look, look } from '../../../lambdas/loop/look.ts';
import type { Ports } from '../../../lambdas/ports.ts';
import { callerOf } from '../../account/caller.ts';
import type { Deployed } from '../../account/deployed.ts';
import { portsOf } from '../../account/ports.ts';
import { makeBlanks } from '../../account/unread.ts';
import type { Session } from '../../session.ts';
import { Trouble } from '../../trouble.ts';
import { startedAt } from './started.ts';
import * as troubles from './troubles.ts';

/** An open incident that waits for an answer, and all that whoever answers has to know of it. */
export type Scene = {
  readonly session: Session;
  readonly deployed: Deployed;
  readonly ports: Ports;
  readonly policy: Policy;
  readonly incident: Incident;
  readonly fleet: Fleet;
  /** What the function would do if it looked now. */
  readonly verdict: Verdict;
  readonly asked: Asked;
  readonly by: string;
  /** What could not be read. */
  readonly unread: readonly string[];
};

/** Throws `Trouble` where there is nothing to answer. */
export const sceneOf = async (session: Session, id: string): Promise<Scene> => {
  const deployed = await session.deployed();
  const policy = policyOf(deployed, id);
  if (policy.mode !== 'approve') throw troubles.asksNobody(policy);
  const blanks = makeBlanks(session.common);
  const ports = portsOf(session.account, deployed.parts, { clock: session.io.clock, log: blanks.log });
  const [by, seen] = await Promise.all([callerOf(session), look(ports, deployed.deployment, policy)]);
  if (seen.version === 'unknown') throw troubles.noLedger(blanks.sentences()[0]);
  const open = openOf(seen, { id, policy });
  return { session, deployed, ports, policy, by, unread: blanks.sentences(), ...waiting(session, seen, open) };
};

/** `fraud-20260105T100831` is one of `fraud`. */
const policyOf = ({ deployment }: Deployed, id: string): Policy => {
  const [, endpoint] = /^(.+)-\d{8}T\d{6}$/.exec(id) ?? [];
  const policy = deployment.policies.find((one) => one.endpoint === endpoint);
  if (policy === undefined) throw troubles.noIncident(id, deployment);
  return policy;
};

/** What the function asks of people at this moment; undefined: something else holds it. */
const askedNow = (verdict: Verdict): Pick<Asked, 'incident' | 'plan'> | undefined =>
  verdict.kind === 'hold' && 'plan' in verdict.reason
    ? { incident: verdict.incident, plan: verdict.reason.plan }
    : undefined;

type Open = { readonly incident: Incident; readonly fleet: Fleet };

const openOf = ({ situation }: Look, { id, policy }: { readonly id: string; readonly policy: Policy }): Open => {
  const incident = lastReal(situation.incident);
  if (incident?.id !== id) throw troubles.otherIncident(id, policy, incident);
  if (incident.ending !== undefined) throw troubles.over(incident);
  if (startedAt(incident) !== undefined) throw troubles.shifting(incident);
  const { fleet } = situation;
  if (fleet === undefined)
    throw new Trouble(
      'no-such-endpoint',
      `There is no endpoint ${policy.endpoint} any more.`,
      'The next look ends it.',
    );
  return { incident, fleet };
};

const waiting = (
  { io }: Session,
  { situation }: Look,
  open: Open,
): Pick<Scene, 'incident' | 'fleet' | 'verdict' | 'asked'> => {
  const now = io.clock();
  const { policy, answer } = situation;
  const verdict = decide(situation, now);
  const asked = askedNow(verdict) ?? askedOf(open.incident, { policy, fleet: open.fleet }, now);
  const standing = answerTo(answer, { ...asked, now });
  if (standing !== undefined) throw troubles.answered(standing, now);
  if (verdict.kind === 'end') throw troubles.ending(open.incident, verdict.ending);
  if (policy.restore !== undefined && askedNow(verdict) === undefined) throw troubles.notAskedYet(open.incident);
  return { ...open, verdict, asked: { ...asked, now } };
};
