import type { DrillMark } from '../drill.ts';
import type { Incident } from '../incident.ts';
import type { Policy } from '../policy.ts';
import { clockTime, shares } from './figures.ts';
import { asLine, type Core } from './letter.ts';

/** A drill's letter in the place of the incident's: somebody just woken must read first that nothing is wrong. */
export const drillWords = (incident: Incident, policy: Policy, { code: _nothingToMend, ...core }: Core): Core => ({
  ...core,
  headline: `DRILL ${policy.endpoint}, nothing is wrong: ${inShort(incident)}`,
  tone: 'drill',
  done: `DRILL. ${core.done}`,
  means: meansWords(incident, core),
  next: nextWords(incident),
});

export const drillSeen = ({ breach, weightsAtOpen }: Incident, { by }: DrillMark): string => {
  const alarm = breach === undefined ? 'an alarm' : `the alarm ${breach.alarm} at ${clockTime(breach.at)}`;
  return `DRILL: ${asLine(by ?? 'somebody')} set ${alarm}, to see whether this message comes. No guard is broken. Traffic then: ${shares(weightsAtOpen)}.`;
};

const inShort = ({ ending, hold }: Incident): string => {
  if (ending) return ending.because === 'drill-over' ? 'it is over' : `it is over, ${ending.state}`;
  if (hold) return hold.kind === 'drill' ? 'a test of the way to you' : 'no traffic is moved';
  return 'all traffic to stable, on purpose';
};

/** A drill that moved traffic means something else than the incident that it looks like. */
const meansWords = ({ ending, hold, shift }: Incident, { means }: Core): string => {
  if (shift === undefined) return hold === undefined || hold.kind === 'drill' ? means : NOT_MOVED;
  if (ending === undefined)
    return 'Users go to stable on purpose, as in an incident; whoever runs the drill can put the weights back.';
  return ending.state === 'RECOVERED'
    ? 'A rollback of this endpoint works, from the alarm to the proof. Whoever runs the drill can put the weights back.'
    : 'The drill found that a rollback of this endpoint does not end as it should. Whoever runs the drill looks into it.';
};

const NOT_MOVED =
  'In an incident, traffic would stay where it is for the same reason. Whoever runs the drill looks into it.';

const nextWords = ({ drill }: Incident): string =>
  drill?.by === undefined
    ? 'Nothing. If nobody whom you know runs a drill, find out who may call SetAlarmState.'
    : 'Nothing. If you are asked whether this message came, say yes.';
