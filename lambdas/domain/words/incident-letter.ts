import { isFine } from '../guards/kind.ts';
import type { Breach, Cause, Incident } from '../incident.ts';
import type { Guard, Policy } from '../policy.ts';
import type { HoldReason } from '../reasons.ts';
import { allTo } from '../weights.ts';
import { callOf } from './asks.ts';
import * as commands from './commands.ts';
import { drillSeen, drillWords } from './drill.ts';
import { approvalWords, endingWords, targetOf } from './endings.ts';
import {
  amount,
  boundWords,
  clockTime,
  dayTime,
  figure,
  joinsRequests,
  measureName,
  multipleOf,
  shares,
  trainingWords,
} from './figures.ts';
import { handsWords, onPurposeWords } from './hands.ts';
import { holdWords, type Scene } from './holds.ts';
import { asLine, asSubject, type Core, type Letter } from './letter.ts';
import { restoreCore } from './restore.ts';
import { overloadedWords, preparedWords } from './strategies.ts';

/** Where people find what a letter refers to. */
export type Places = { readonly guardPrefix: string; readonly freezeParameter: string };

export type Telling = {
  readonly incident: Incident;
  readonly policy: Policy;
  readonly places: Places;
};

/** The letter that the incident owes now. */
export const incidentLetter = (telling: Telling): Letter => {
  const { incident, policy } = telling;
  const core = incident.drill ? drillWords(incident, policy, coreOf(telling)) : coreOf(telling);
  return {
    version: 1,
    endpoint: policy.endpoint,
    incident: { id: incident.id, number: incident.told + 1, last: incident.ending !== undefined },
    ...core,
    headline: asSubject(core.headline),
    done: asLine(core.done),
    seen: incident.drill ? drillSeen(incident, incident.drill) : seenWords(incident, policy),
  };
};

const coreOf = (telling: Telling): Core => ({
  ...weightsCore(telling),
  ...restoreCore(telling, (reason) => holdWords(reason, sceneOf(telling))),
});

const weightsCore = (telling: Telling): Core => {
  const { incident, policy } = telling;
  if (incident.ending) return endingWords({ incident, policy, ending: incident.ending });
  return incident.hold ? heldWords(telling, incident.hold) : shiftWords(incident, policy);
};

const seenWords = (incident: Incident, policy: Policy): string => {
  const { breach, weightsAtOpen } = incident;
  const alarm = breach === undefined ? '' : `; alarm ${breach.alarm} since ${clockTime(breach.at)}`;
  return `${causeWords(incident, policy)}${alarm}. Traffic then: ${shares(weightsAtOpen)}.`;
};

/** What opened the incident: the breach as it was measured, or the person. */
export const causeWords = ({ breach, byHand }: Cause, policy: Pick<Policy, 'guards'>): string =>
  breach === undefined
    ? `No guard opened this: ${asLine(byHand.by)} rolled back by hand at ${clockTime(byHand.at)}`
    : breachWords(breach, policy);

/** `canary: server errors (5XX) 9.1 % of 595 requests in a minute, allowed 2 %`. */
export const breachWords = (breach: Breach, { guards }: Pick<Policy, 'guards'>): string => {
  const guard = guards.find(({ id }) => id === breach.guard);
  return `${whoseWords(breach)}: ${guard ? measuredWords(guard, breach) : breach.guard}`;
};

/** `canary`, `no variant is named, canary has traffic`. */
const whoseWords = ({ variant, amongst }: Breach): string =>
  amongst === undefined
    ? variant
    : `no variant is named, ${amongst.join(' and ')} ${amongst.length > 1 ? 'have' : 'has'} traffic`;

const measuredWords = (guard: Guard, breach: Breach): string => {
  if (guard.compares) return worseWords(guard, breach);
  const because = guard.because === undefined ? '' : ` (${asLine(guard.because)})`;
  if (breach.threshold === undefined) return `${measureName(guard)} went off${because}`;
  return `${measureName(guard)} ${seenValue(guard, breach)}, ${boundWords(guard, breach.threshold, breach.against?.value)}${because}`;
};

/** `server errors (5XX) 3.1 % against 0.5 % on 1,240 requests since 2026-01-05 10:15:00 UTC`. */
const worseWords = (guard: Guard, { value, requests, against }: Breach): string =>
  value === undefined || requests === undefined || against === undefined
    ? `${measureName(guard)} worse than stable's, by the judge's word alone: the minutes could not be read again`
    : `${measureName(guard)} ${amount(guard, value)} against ${amount(guard, against.value)} on ${figure(requests)} requests since ${dayTime(against.since)}`;

const seenValue = (guard: Guard, { value, requests, against }: Breach): string => {
  if (value === undefined) return 'without a measured value';
  if (against !== undefined && guard.timesOf !== undefined) return multipleOf(guard, value, against.value);
  const level = `${amount(guard, value)}${trainingWords(guard)}`;
  if (requests === undefined) return level;
  return `${level} ${joinsRequests(guard)} ${figure(requests)} requests in ${isFine(guard) ? `${guard.periodSeconds} s` : 'a minute'}`;
};

const shiftWords = (incident: Incident, policy: Policy): Core => {
  const to = targetOf(incident, policy);
  const { byHand } = incident;
  return {
    headline: `Rolling back ${policy.endpoint}${byHand ? ' by hand' : ''}: all traffic to ${to}`,
    tone: 'acting',
    done: `${handsWords(incident)}${preparedWords(incident)}${approvalWords(incident)}${askedWords(incident)} to give ${to} all traffic.`,
    means:
      'Traffic moves as soon as SageMaker has applied it, mostly within minutes. Whether that helps is not proved yet.',
    next: `Nothing now: the last message says how it ended. Hold back deployments of this endpoint until then.${overloadedWords(incident, policy)}${onPurposeWords(incident)}`,
    command: commands.describeEndpoint(policy.endpoint),
  };
};

/** `Asked SageMaker at 10:09:08 UTC`, or again, and how often by now. */
const askedWords = ({ byHand, shift, openedAt }: Incident): string => {
  const who = byHand ? `${byHand.by} asked` : 'Asked';
  if (shift === undefined || shift.attempts === 1)
    return `${who} SageMaker at ${clockTime(shift?.requestedAt ?? openedAt)}`;
  return `${who} SageMaker again at ${clockTime(shift.askedAt)}, time ${shift.attempts},`;
};

/** `2026-01-05`. */
const day = (at: number): string => dayTime(at).slice(0, 10);

const heldWords = (telling: Telling, reason: HoldReason): Core => {
  const { incident, policy } = telling;
  const words = holdWords(reason, sceneOf(telling));
  return {
    headline: `${incident.owed === 'reminder' ? `OPEN since ${day(incident.openedAt)}. ` : ''}${callOf(reason)} ${policy.endpoint}: ${shortCause(incident)}`,
    tone: 'needs-you',
    done: `${handsWords(incident)}Nothing was shifted: ${words.why}.`,
    means: words.means,
    next: words.next,
    command: words.command,
  };
};

/** Why nothing was shifted, without the rest of the letter. */
export const whyHeld = (telling: Telling, reason: HoldReason): string => holdWords(reason, sceneOf(telling)).why;

const shortCause = ({ breach }: Cause): string =>
  breach === undefined
    ? 'a person asked for it'
    : `${breach.amongst === undefined ? breach.variant : 'it is not known which variant'} breaks ${breach.guard}`;

const sceneOf = ({ policy, incident, places }: Telling): Scene => ({
  policy,
  incident: incident.id,
  lasts: incident.asked?.includes('endpoint-busy') === true,
  alarm: incident.breach?.alarm ?? '',
  ...places,
  shift: commands.changeWeights(policy.endpoint, allTo(policy.stable, incident.weightsAtOpen)),
});
