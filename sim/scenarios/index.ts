import type { Scenario } from '../play/scenario.ts';
import * as holds from './holds.ts';
import * as odd from './odd.ts';
import * as rollbacks from './rollbacks.ts';

/** In the order in which they teach: what it does, what it refuses to do, what it survives. */
export const SCENARIOS: readonly Scenario[] = [
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
