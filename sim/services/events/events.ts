import { COSTS } from '../../costs.ts';
import type { Events, Part, ServiceEvent, Wires } from '../../types.ts';
import { arnName, displayName } from '../names.ts';
import { type Rule, ruleProvisioner, type Target } from './rules.ts';
import { tellUnmatched } from './unmatched.ts';

/** The account's default bus: its rules, their targets and schedules. */
export const makeEvents = (wires: Wires): Part & Events => {
  const rules: Rule[] = [];
  const add = (rule: Rule): void => {
    rules.push(rule);
    if (rule.everyMs !== undefined && rule.enabled) startSchedule(wires, rule, rule.everyMs);
  };
  return {
    provisioners: [ruleProvisioner(wires, add)],
    put: (event) => {
      const carried = envelope(wires, event);
      const matching = rules.filter(({ enabled, pattern }) => enabled && pattern?.matches(carried));
      if (matching.length === 0) tellUnmatched(wires, rules, carried);
      for (const rule of matching) dispatch(wires, rule, carried);
    },
  };
};

type Sent = Parameters<Events['put']>[0];

/** The envelope's time has whole seconds; what happened when stands in the detail. */
const envelope = ({ seeded, account, clock }: Wires, event: Sent): ServiceEvent => ({
  version: '0',
  id: seeded.id('events'),
  'detail-type': event['detail-type'],
  source: event.source,
  account: account.id,
  time: new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
  region: account.region,
  resources: event.resources,
  detail: event.detail,
});

const dispatch = (wires: Wires, rule: Rule, event: ServiceEvent): void => {
  const copies = wires.faults.deliveries?.(event, rule.name) ?? [0];
  if (copies.length === 0) journal(wires, rule, { event, target: 'lost' });
  for (const delay of copies) {
    wires.clock.after(COSTS.eventToTarget + delay, `rule ${rule.name} delivers ${event['detail-type']}`, () => {
      for (const target of rule.targets) deliver(wires, rule, { event, target });
    });
  }
  if (rule.targets.length === 0) {
    const why = `rule ${rule.name} matches, but has no target`;
    wires.journal.write('missing-hop', { hop: 'target', from: displayName(rule.name), to: 'any target', why });
  }
};

type Delivery = { readonly event: ServiceEvent; readonly target: Target };

const deliver = (wires: Wires, rule: Rule, { event, target }: Delivery): void => {
  const who = { kind: 'service', service: 'events.amazonaws.com', sourceArn: rule.arn } as const;
  const payload = target.input ?? structuredClone(event);
  const decision = wires.functions.invoke(who, target.arn, payload);
  if (decision.allowed) {
    journal(wires, rule, { event, target: arnName(target.arn) });
    return;
  }
  if (target.deadLetterArn !== undefined) {
    wires.queues.send(who, target.deadLetterArn, JSON.stringify(payload), decision.why);
    return;
  }
  const why = `the target refused the event and has no dead letter queue, so the event is lost: ${decision.why}`;
  wires.journal.write('missing-hop', {
    hop: 'target',
    from: displayName(rule.name),
    to: arnName(target.arn),
    why,
  });
};

const journal = ({ journal }: Wires, rule: Rule, { event, target }: { event: ServiceEvent; target: string }): void =>
  journal.write('event', {
    rule: displayName(rule.name),
    detailType: event['detail-type'],
    subject: subjectOf(event),
    target,
  });

const subjectOf = ({ detail: { alarmName, EndpointName: endpoint } }: ServiceEvent): string => {
  if (typeof alarmName === 'string') return alarmName;
  return typeof endpoint === 'string' ? endpoint : '';
};

/** A rate fires at a second of the minute that is nobody's choice, the first time within a minute. */
const startSchedule = (wires: Wires, rule: Rule, everyMs: number): void => {
  const { clock, seeded } = wires;
  const phase = Math.floor(seeded.random(`schedule ${rule.name}`)() * 60) * 1_000;
  const minute = Math.floor(clock.now() / 60_000) * 60_000;
  const first = minute + phase > clock.now() ? minute + phase : minute + phase + 60_000;
  const fire = (time: number): void =>
    clock.at(time, `schedule of rule ${rule.name}`, () => {
      const event = { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [rule.arn], detail: {} };
      dispatch(wires, rule, envelope(wires, event));
      fire(time + everyMs);
    });
  fire(first);
};
