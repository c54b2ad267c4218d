import { MAX_RESTORES } from '../evidence.ts';
import type { Ending, Incident } from '../incident.ts';
import { MINUTE } from '../model.ts';
import type { Policy } from '../policy.ts';
import { suspectsOf } from '../quarantine.ts';
import type { EndReason } from '../reasons.ts';
import { allTo, sameTraffic } from '../weights.ts';
import { zeroWeights } from './code.ts';
import * as commands from './commands.ts';
import { exposureWords } from './exposure.ts';
import { clockTime, shares } from './figures.ts';
import { UNUSABLE } from './hands.ts';
import { asLine, type Core } from './letter.ts';
import { fellBackWords, stillRaised } from './strategies.ts';

type Ended = { readonly incident: Incident; readonly policy: Policy; readonly ending: Ending };

/** The last letter of an incident: its end state, and what that does and does not prove. */
export const endingWords = (ended: Ended): Core => {
  const { incident, policy, ending } = ended;
  const parts = ENDINGS[ending.because](ended);
  return {
    headline: `${ending.state} ${policy.endpoint}: ${inShort(ended)}`,
    tone: ending.state === 'RECOVERED' ? 'good' : ending.because === 'breach-over' ? 'good' : 'bad',
    command: commands.describeEndpoint(policy.endpoint),
    ...parts,
    next: `${parts.next}${fellBackWords(incident, policy)}${stillRaised(incident)}`,
    means: [parts.means, exposureWords(incident)].filter((one) => one !== undefined).join(' '),
  };
};

/** Where a shift sent the traffic: a person may have chosen another variant than stable. */
export const targetOf = ({ shift }: Pick<Incident, 'shift'>, { stable }: Pick<Policy, 'stable'>): string =>
  Object.entries(shift?.wanted ?? {}).find(([, weight]) => weight > 0)?.[0] ?? stable;

const inShort = ({ incident, policy, ending }: Ended): string => {
  const to = targetOf(incident, policy);
  return ending.because === 'proved' && to !== policy.stable
    ? `traffic is on ${to}, and it is proved`
    : IN_SHORT[ending.because];
};

/** For the subject: what somebody sees before they open the message. */
export const IN_SHORT: Readonly<Record<EndReason, string>> = {
  proved: 'traffic is on stable, and it is proved',
  'not-proved-in-time': 'not proved within ten minutes',
  'breach-over': 'the breach is over, nothing was shifted',
  'drill-over': 'the drill is over, nothing was shifted',
  'traffic-moved-by-another-hand': 'somebody else moved the weights',
  'new-config': 'it was deployed anew meanwhile',
  'kept-being-reverted': 'SageMaker went back to the old weights',
  'target-broke': 'the variant that got the traffic breaks a guard',
  declined: 'a person declined the rollback',
  'not-accepted': 'SageMaker did not take the change',
  'endpoint-unusable': 'SageMaker changes no weights of it any more',
  'endpoint-gone': 'it does not exist any more',
};

type Parts = Pick<Core, 'done' | 'means' | 'next' | 'code'> & { readonly command?: string };

/** One case per reason; leaving one out is a compile error. */
const ENDINGS: Readonly<Record<EndReason, (ended: Ended) => Parts>> = {
  proved: ({ incident, policy, ending }) => ({
    done: `${asked(incident)}. At ${clockTime(ending.at)} it is proved: the endpoint is InService with ${shares(incident.shift?.wanted ?? {})}, no other variant served a request for a whole minute, and ${targetOf(incident, policy)} keeps its guards.`,
    means: `Users are on ${targetOf(incident, policy)}. ${leftWords(incident)}`,
    next: `Find out what is wrong with ${suspects(incident)}. A new endpoint config from Terraform or the CDK brings the old weights back, unless the code agrees (below). ${quarantine(incident)}`,
    code: zeroWeights(suspectsOf(incident)),
  }),
  'not-proved-in-time': ({ incident, policy, ending }) => ({
    done: `${asked(incident)}, but ${minutes(ending.at - (incident.shift?.requestedAt ?? ending.at))} later it is not proved that it helped${incident.shift?.inForceAt === undefined ? ': the new weights are not in force' : ''}.`,
    means: `Users may still suffer. ${incident.shift?.inForceAt === undefined ? 'SageMaker has not applied the weights, or has taken them back.' : `Either callers pin another variant (TargetVariant), or ${targetOf(incident, policy)} has too few requests or breaks a guard of its own.`}`,
    next: `Compare status and weights, then the Invocations metric of each variant, then the alarms of ${targetOf(incident, policy)}.${incident.shift?.inForceAt === undefined ? '' : ` ${quarantine(incident)}`}`,
  }),
  'breach-over': ({ incident }) => ({
    done: 'Nothing was shifted by this automation, and no guard of a canary with traffic is broken any more.',
    means: `${incident.breach?.variant ?? 'Every variant'} keeps its traffic. ${incident.breach?.value === undefined ? 'No bad minute of it was ever measured.' : 'What broke the guard may come back.'}`,
    next: 'Find out what happened while it is fresh.',
  }),
  'drill-over': ({ incident }) => ({
    done: 'Nothing was shifted, and the alarm is out of ALARM again.',
    means: 'The second message of a drill shows that the sweep, which comes every minute, works too.',
    next: 'Nothing.',
    command: commands.describeAlarm(incident.breach?.alarm ?? ''),
  }),
  'traffic-moved-by-another-hand': ({ incident, policy }) => ({
    done: incident.shift
      ? `${asked(incident)}; then somebody else changed the weights${movedWords(incident)}, and that change is left alone.`
      : 'Nothing was shifted by this automation: somebody else changed the weights.',
    means: incident.shift
      ? `Traffic is where that person or program put it. It goes back to stable only if a guard breaks by minutes after that change; after ${MAX_RESTORES} times not even then.`
      : `Only ${policy.stable} has traffic now. Whether that helped is not proved here.`,
    next: `Find out who it was (CloudTrail: UpdateEndpointWeightsAndCapacities, UpdateEndpoint) and whether the weights are as wanted.${incident.moved === undefined ? '' : ` On purpose: ${releases(incident)}.`}`,
  }),
  'new-config': ({ incident }) => ({
    done: `${incident.shift ? asked(incident) : 'Nothing was shifted'}; then the endpoint got another endpoint config than ${incident.config}.`,
    means:
      'A new deployment is another situation: no plan made for the old one is applied to it. It is guarded like any other.',
    next: 'See that the new deployment has the weights that you want.',
  }),
  'kept-being-reverted': ({ incident, policy }) => ({
    done: `${asked(incident)}, ${incident.shift?.attempts ?? 0} times; each time SageMaker accepted it and went back to the old weights${incident.takenBack?.failure === undefined ? '' : ` (${asLine(incident.takenBack.failure)})`}.`,
    means: `Users are still on the canary. This automation does not ask again${incident.breach ? ' for this breach' : ''}.`,
    next: "Read the endpoint's FailureReason (scaling is the usual cause), then move the weights by hand with the command.",
    command: commands.changeWeights(policy.endpoint, allTo(policy.stable, incident.weightsAtOpen)),
  }),
  'target-broke': ({ incident, policy }) => ({
    done: `${asked(incident)}; that came into force, and ${targetOf(incident, policy)} breaks a guard since.`,
    means: `Users are on ${targetOf(incident, policy)}, and suffer.`,
    next: 'The breach is an incident of its own: its message comes within a minute, and says what is done about it.',
  }),
  declined: ({ incident, policy }) => ({
    done: 'Nothing was shifted: a person was asked, and declined. The ledger has who and why.',
    means: `${incident.breach?.variant ?? 'The canary'} keeps its traffic, and its guard is broken. This breach asks nobody again, unless the endpoint is changed; a new one does.`,
    next: 'Nothing, if you agree. Otherwise the command sends all traffic to stable.',
    command: commands.changeWeights(policy.endpoint, allTo(policy.stable, incident.weightsAtOpen)),
  }),
  'not-accepted': ({ incident, policy }) => ({
    done: `${incident.byHand?.by ?? 'A person'} asked for a shift by hand, and SageMaker did not take it.`,
    means: 'The weights are as they were.',
    next: 'Whoever asked has the answer of SageMaker on their screen. Try again, or move the weights with the command.',
    command: commands.changeWeights(policy.endpoint, allTo(policy.stable, incident.weightsAtOpen)),
  }),
  'endpoint-unusable': ({ incident }) => ({
    done: `${asked(incident)}; then the endpoint came into a status in which SageMaker changes no weights.`,
    means: `${incident.shift?.inForceAt === undefined ? 'The shift never was in force' : 'The shift was in force by then'}, and what serves users now is not known here. This automation does not ask again.`,
    next: UNUSABLE,
  }),
  'endpoint-gone': ({ policy }) => ({
    done: 'The endpoint does not exist any more.',
    means: 'There is nothing left to guard under this name.',
    next: `If that is on purpose, take ${policy.endpoint} out of the config and deploy. If not, create it again from its last good config.`,
  }),
};

const asked = (incident: Incident): string => {
  const { shift, openedAt, byHand } = incident;
  const [at, wanted] = [clockTime(shift?.requestedAt ?? openedAt), shares(shift?.wanted ?? {})];
  if (shift?.byOthers) return `Somebody who was asked to gave the endpoint ${wanted}, first seen at ${at}`;
  return `${approvalWords(incident)}${byHand ? `${byHand.by} asked` : 'Asked'} SageMaker at ${at} for ${wanted}`;
};

/** Who let it shift, in mode approve, and whether that was late. */
export const approvalWords = ({ approval }: Pick<Incident, 'approval'>): string => {
  if (approval === undefined) return '';
  const late = approval.late === undefined ? '' : `, ${Math.ceil(approval.late / MINUTE)} minutes late`;
  return `${asLine(approval.by)} approved it at ${clockTime(approval.at)}${late}. `;
};

const suspects = (incident: Incident): string => suspectsOf(incident).join(' and ');

/** What lost its traffic is not gone, and nothing says that it is any better. */
const leftWords = (incident: Incident): string => {
  const those = suspectsOf(incident);
  const [run, are, its] = those.length === 1 ? ['runs', 'is', 'its'] : ['run', 'are', 'their'];
  const how = those.some((one) => one === incident.breach?.variant) ? 'still broken' : 'no better';
  return `${suspects(incident)} still ${run}, ${are} still billed, and ${are} ${how} as far as anybody knows: ${its} quiet alarms prove nothing without traffic.`;
};

const quarantine = (incident: Incident): string => {
  const those = suspectsOf(incident);
  return `From now on you are told if ${those.join(' or ')} gets traffic again; once that is on purpose: ${releases(incident)}.`;
};

const releases = (incident: Incident): string =>
  suspectsOf(incident)
    .map((variant) => commands.release(incident.endpoint, variant))
    .join(' and ');

/** The same weights as before our shift are what a deploy tool restores; nobody else has a reason to hit them exactly. */
const movedWords = ({ moved, weightsAtOpen }: Incident): string => {
  if (moved === undefined) return '';
  const isRestore = sameTraffic(moved.weights, weightsAtOpen);
  return isRestore ? ', to what they were before, as a deploy tool does' : ` to ${shares(moved.weights)}`;
};

const minutes = (ms: number): string => `${Math.round(ms / MINUTE)} minutes`;
