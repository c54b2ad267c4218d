import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Instant } from '../../lambdas/domain/model.ts';
import type { Policy } from '../../lambdas/domain/policy.ts';
import type { HoldReason } from '../../lambdas/domain/reasons.ts';
import { MAX_ATTEMPTS, PROOF_DEADLINE } from '../../lambdas/domain/settle.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import * as commands from '../../lambdas/domain/words/commands.ts';
import { IN_SHORT } from '../../lambdas/domain/words/endings.ts';
import { shares } from '../../lambdas/domain/words/figures.ts';
import { type HoldWords, holdWords, type Scene } from '../../lambdas/domain/words/holds.ts';
import { causeWords, type Places } from '../../lambdas/domain/words/incident-letter.ts';
import { asLine } from '../../lambdas/domain/words/letter.ts';
import { restoredInShort } from '../../lambdas/domain/words/restore.ts';
import { preparedOf } from './prepared.ts';
import { lasting, moment } from './times.ts';

/** What a person has to know of an open incident. */
export type Awaited = { readonly is: string; readonly awaited: string; readonly command?: string };

export type Told = { readonly policy: Policy; readonly places: Places; readonly now: Instant };

/** The guards say what a breach's figures measure. */
export type Guarded = Pick<Policy, 'guards'>;

/** What opened it: the guard that broke, with what it measured, or the person who asked for a shift. */
export const seenOf = (incident: Incident, policy: Guarded): string => causeWords(incident, policy);

/** `RECOVERED: traffic is on stable, and it is proved`; undefined: it is open. */
export const endingOf = (incident: Incident): string | undefined =>
  incident.ending && `${incident.ending.state}: ${restoredInShort(incident) ?? IN_SHORT[incident.ending.because]}`;

/** How the open incident stands, and what is waited for. */
export const awaitedOf = (incident: Incident, told: Told): Awaited => {
  if (incident.hold !== undefined) return held(incident, incident.hold, told);
  const { shift, preparing } = incident;
  if (shift === undefined && preparing !== undefined) return preparedOf(incident, preparing, told);
  if (shift === undefined)
    return { is: 'Nothing was asked of SageMaker yet.', awaited: 'Waited for: the next look, within a minute.' };
  const asked = `${shares(shift.wanted)} was asked for at ${moment(shift.requestedAt, told.now)}`;
  const command = commands.describeEndpoint(incident.endpoint);
  return shift.inForceAt === undefined
    ? {
        is: `${asked}, request ${shift.attempts} of at most ${MAX_ATTEMPTS}, and is not in force yet.`,
        awaited: `Waited for: that SageMaker applies it. ${deadline(shift.requestedAt, told.now)}`,
        command,
      }
    : {
        is: `${asked}, and is in force since ${moment(shift.inForceAt, told.now)}.`,
        awaited: `Waited for: a whole minute in which no other variant serves a request, as proof. ${deadline(shift.requestedAt, told.now)}`,
        command,
      };
};

const deadline = (requestedAt: Instant, now: Instant): string => {
  const left = requestedAt + PROOF_DEADLINE - now;
  return left > 0
    ? `It has ${lasting(left)} left, and then is told as not recovered.`
    : 'Its time is over: the next look ends it.';
};

const held = (incident: Incident, reason: HoldReason, told: Told): Awaited => {
  const words = heldWords(reason, incident, told);
  return { is: `Nothing was shifted: ${words.why}.`, awaited: `${words.means} ${words.next}`, command: words.command };
};

export const heldWords = (reason: HoldReason, incident: Incident, told: Told): HoldWords => {
  const words = holdWords(reason, sceneOf(told, { id: incident.id, alarm: incident.breach?.alarm ?? '' }));
  return { ...words, why: asLine(words.why) };
};

/** The same for a hold of a shift that nobody asked for yet. */
export const heldNow = (reason: HoldReason, { alarms }: Situation, told: Told): HoldWords => {
  const words = holdWords(reason, sceneOf(told, { id: 'INCIDENT', alarm: alarms[0]?.alarm.name ?? '' }));
  return { ...words, why: asLine(words.why) };
};

const sceneOf = ({ policy, places }: Told, { id, alarm }: { readonly id: string; readonly alarm: string }): Scene => ({
  policy,
  incident: id,
  alarm,
  ...places,
  // Letters have the AWS CLI's, which everybody has. Whoever reads this has ours, which proves what came of it.
  shift: `npx sagemaker-rollback rollback ${policy.endpoint}`,
});
