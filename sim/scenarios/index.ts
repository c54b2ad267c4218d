import type { Scenario } from '../play/scenario.ts';
import { BRAKES } from './brakes.ts';
import { BY_THE_SECOND } from './by-the-second.ts';
import { DOZEN } from './dozen.ts';
import { HANDS } from './hands.ts';
import * as holds from './holds.ts';
import { JUDGED } from './judged.ts';
import { LADDER } from './ladder.ts';
import * as odd from './odd.ts';
import { READINGS } from './readings.ts';
import { RESTORES } from './restore.ts';
import * as rollbacks from './rollbacks.ts';
import { STATUSES } from './statuses.ts';
import { STRATEGIES } from './strategies.ts';
import { unusual } from './unusual.ts';

/** In the order in which they teach: what it does, what it refuses to do, what it survives. */
export const COMPARED: readonly Scenario[] = [
  rollbacks.badCanary,
  rollbacks.slowCanary,
  holds.stableAlsoSick,
  holds.stableIsStale,
  rollbacks.endpointBusy,
  rollbacks.endpointBusyLonger,
  holds.observeOnly,
  holds.frozen,
  rollbacks.duplicateEvents,
  rollbacks.lostEvent,
  odd.lowTraffic,
  holds.recoversByItself,
  holds.alarmSetByHand,
  holds.humanOverrides,
  rollbacks.mixedCaseName,
  odd.slackDown,
];

/** Those and the modes in which people are asked; and, one for each, what other hands do to an endpoint, and the states that it can be in. */
export const SCENARIOS: readonly Scenario[] = [
  ...COMPARED,
  ...LADDER,
  ...HANDS,
  ...BRAKES,
  ...DOZEN,
  ...STATUSES,
  ...STRATEGIES,
  ...RESTORES,
  ...JUDGED,
  ...READINGS,
  unusual,
  ...BY_THE_SECOND,
];
