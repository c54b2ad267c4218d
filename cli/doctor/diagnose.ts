import { checkAlarms } from './checks/alarms.ts';
import { checkConfig } from './checks/config.ts';
import { checkEndpoints } from './checks/endpoints.ts';
import { checkFunctions } from './checks/functions.ts';
import { checkGrants } from './checks/grants.ts';
import { checkPeople } from './checks/people.ts';
import { checkQueues } from './checks/queues.ts';
import { checkRules } from './checks/rules.ts';
import { checkSelfAlarms } from './checks/self-alarms.ts';
import { checkStore } from './checks/store.ts';
import { checkStrategies } from './checks/strategies.ts';
import { checkTraffic } from './checks/traffic.ts';
import type { Area, Finding, Severity } from './finding.ts';
import type { Inventory } from './inventory/inventory.ts';

export const AREAS: readonly Area[] = ['endpoints', 'alarms', 'hops', 'grants', 'people', 'store', 'config'];
export const SEVERITIES: readonly Severity[] = ['broken', 'weak', 'note'];

const CHECKS: readonly ((inventory: Inventory) => readonly Finding[])[] = [
  checkEndpoints,
  checkStrategies,
  checkAlarms,
  checkSelfAlarms,
  checkTraffic,
  checkRules,
  checkFunctions,
  checkQueues,
  checkGrants,
  checkPeople,
  checkStore,
  checkConfig,
];

/** All that is not as it should be, the worst first, and by area. */
export const diagnose = (inventory: Inventory): readonly Finding[] =>
  [...CHECKS.flatMap((check) => check(inventory)), ...inventory.unread].toSorted(
    (one, other) =>
      SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
      AREAS.indexOf(one.area) - AREAS.indexOf(other.area),
  );
