import type { Events, Part, Wires } from '../../types.ts';
import { eventsApi } from './api/api.ts';
import { carried } from './carried.ts';
import { route } from './dispatch.ts';
import { ruleProvisioner } from './provisioners.ts';
import { findRule, type Rules } from './rule.ts';

export type Bus = Events & {
  /** What a person does with `aws events disable-rule`, and takes back with `enable-rule`. */
  readonly setEnabled: (ruleName: string, enabled: boolean) => void;
};

/** The account's default bus: its rules, their targets and schedules. */
export const makeEvents = (wires: Wires): Part & Bus => {
  const rules: Rules = new Map();
  return {
    provisioners: [ruleProvisioner(wires, rules)],
    api: eventsApi(wires, rules),
    put: (event) => route(wires, rules, carried(wires, event)),
    setEnabled: (ruleName, enabled) => {
      const rule = findRule(rules, ruleName);
      rule.definition = { ...rule.definition, enabled };
    },
  };
};
