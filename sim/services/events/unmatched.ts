import type { ServiceEvent, Wires } from '../../types.ts';
import { displayName } from '../names.ts';
import type { Rule } from './rule.ts';

/** An alarm with this in its name is there to be acted on: that no rule takes its event up is a broken hop. */
const GUARD = '/guard/';

/** Journals that a guard's alarm went off and nobody listens, and which rule came nearest. */
export const tellUnmatched = ({ journal }: Wires, rules: readonly Rule[], event: ServiceEvent): void => {
  const { alarmName, state } = event.detail;
  if (event.source !== 'aws.cloudwatch' || !isAlarm(state)) return;
  if (typeof alarmName !== 'string' || !alarmName.includes(GUARD)) return;
  journal.write('missing-hop', { hop: 'rule', from: alarmName, to: 'any rule', why: nearest(rules, event) });
};

const isAlarm = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'value' in state && state.value === 'ALARM';

const nearest = (rules: readonly Rule[], event: ServiceEvent): string => {
  const [first] = rules
    .filter(({ definition }) => definition.pattern !== undefined)
    .map((rule) => ({ name: displayName(rule.name), reasons: reasons(rule, event) }))
    .sort((a, b) => a.reasons.length - b.reasons.length);
  if (first === undefined) return 'no rule has an event pattern';
  return `no rule matches; nearest is ${first.name}: ${first.reasons.join('; ')}`;
};

const reasons = ({ definition: { enabled, pattern } }: Rule, event: ServiceEvent): readonly string[] => [
  ...(enabled ? [] : ['it is disabled']),
  ...(pattern?.explain(event) ?? []),
];
