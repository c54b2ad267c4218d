import type { Incident, Shift } from './incident.ts';
import type { Fleet } from './model.ts';
import { currentWeights, desiredWeights, sameTraffic } from './weights.ts';

/**
 * The incident with what other hands did to the weights since the last look. DescribeEndpoint names nobody, so that what
 * was done has to tell:
 *
 * - another endpoint config: a deployment; the incident ends, and its plan with it;
 * - our shift taken back in RollingBack, or with a FailureReason that is new: SageMaker itself, and no hand;
 * - the weights of before our shift again: a restore, as a deploy tool does it;
 * - any other weights: a person.
 *
 * The last two are treated alike: they stand until a guard breaks by minutes that began after them.
 */
export const noticing = (incident: Incident, fleet: Fleet): Incident => {
  const { moved: _overtaken, ...rest } = incident;
  if (incident.shift && isInForce(fleet, incident.shift)) return rest as Incident;
  const takenBack = takenBackBySageMaker(incident, fleet);
  const seen: Incident = takenBack === undefined ? incident : { ...incident, takenBack };
  const moved = movedByHand(seen, fleet);
  return moved === undefined ? seen : { ...seen, moved };
};

export const isInForce = (fleet: Fleet, { wanted }: Shift): boolean =>
  fleet.status === 'InService' && sameTraffic(currentWeights(fleet), wanted);

/** SageMaker itself took back what was asked for last: no hand did, and no evidence has to be newer than that. */
export const wasTakenBack = ({ takenBack, shift }: Incident): boolean =>
  takenBack !== undefined && takenBack.attempt === shift?.attempts;

const takenBackBySageMaker = ({ shift, takenBack, failureAtOpen }: Incident, fleet: Fleet): Incident['takenBack'] => {
  // A reason that stood there before speaks of something else.
  const known = takenBack?.failure ?? failureAtOpen;
  const fresh = fleet.failureReason === known ? undefined : fleet.failureReason;
  const isBack = fleet.status === 'InService' && fresh !== undefined;
  if (shift === undefined) return isBack ? { attempt: 0, failure: fresh } : takenBack;

  const isOurs = shift.inForceAt === undefined && (fleet.status === 'RollingBack' || isBack);
  if (!isOurs || (isBack && sameTraffic(desiredWeights(fleet), shift.wanted))) return takenBack;
  const failure = fresh ?? takenBack?.failure;
  return { attempt: shift.attempts, ...(failure === undefined ? {} : { failure }) };
};

const movedByHand = (incident: Incident, fleet: Fleet): Incident['moved'] => {
  const { shift, moved, weightsAtOpen, modifiedAtOpen } = incident;
  const weights = desiredWeights(fleet);
  if (shift && sameTraffic(weights, shift.wanted)) return moved;

  const isNew = !sameTraffic(weights, moved?.weights ?? weightsAtOpen);
  const since = moved?.at ?? modifiedAtOpen;
  const isRestored = shift !== undefined && !wasTakenBack(incident) && fleet.lastModifiedAt > since;
  if (!isNew && !isRestored && moved?.underWay === undefined) return moved;
  // What SageMaker took back may read as if nothing had been changed.
  const at = Math.max(fleet.lastModifiedAt, since);
  return { weights, at, ...(fleet.status === 'InService' ? {} : { underWay: true }) };
};
