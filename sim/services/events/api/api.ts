import type { Api, Wires } from '../../../types.ts';
import type { Rules } from '../rule.ts';
import { busOperations } from './buses.ts';
import { eventOperations } from './events.ts';
import { ruleOperations } from './rules.ts';
import { targetOperations } from './targets.ts';

export const eventsApi = (wires: Wires, rules: Rules): Api => ({
  name: 'events',
  operations: {
    ...ruleOperations(wires, rules),
    ...targetOperations(wires, rules),
    ...eventOperations(wires, rules),
    ...busOperations(wires),
  },
});
