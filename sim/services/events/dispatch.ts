import { COSTS } from '../../costs.ts';
import type { ServiceEvent, Wires } from '../../types.ts';
import { displayName } from '../names.ts';
import { deliver, tellDelivered } from './deliver.ts';
import type { Rule, Rules } from './rule.ts';
import { tellUnmatched } from './unmatched.ts';

/** Hands an event to the targets of the rules that let it in. */
export const route = (wires: Wires, rules: Rules, event: ServiceEvent): void => {
  const matching = [...rules.values()].filter(
    ({ definition: { enabled, pattern } }) => enabled && pattern?.matches(event),
  );
  if (matching.length === 0) tellUnmatched(wires, [...rules.values()], event);
  for (const rule of matching) dispatch(wires, rule, event);
};

/** As often as a fault says: once, several times, or never. */
export const dispatch = (wires: Wires, rule: Rule, event: ServiceEvent): void => {
  const copies = wires.faults.deliveries?.(event, rule.name) ?? [0];
  if (copies.length === 0) tellDelivered(wires, { rule, event }, 'lost');
  for (const delay of copies) {
    wires.clock.after(COSTS.eventToTarget + delay, `rule ${rule.name} delivers ${event['detail-type']}`, () => {
      for (const target of rule.targets.values()) deliver(wires, { rule, event }, target);
    });
  }
  if (rule.targets.size === 0) {
    const why = `rule ${rule.name} matches, but has no target`;
    wires.journal.write('missing-hop', { hop: 'target', from: displayName(rule.name), to: 'any target', why });
  }
};
