import type { Ending, Incident } from '../incident.ts';
import type { Policy } from '../policy.ts';
import type { EndReason, HoldReason } from '../reasons.ts';
import { goodConfig } from './code.ts';
import * as commands from './commands.ts';
import { clockTime, dayTime } from './figures.ts';
import { UNUSABLE } from './hands.ts';
import type { HoldWords } from './holds.ts';
import { asLine, type Core } from './letter.ts';
import { CHOOSE_FROM_A_LIST, RESTORES } from './restore-holds.ts';

type Told = { readonly incident: Incident; readonly policy: Policy };

/**
 * Undefined: it goes back by weights, and the other words are for it. So does an incident that moved weights before its
 * owner asked for restoring.
 */
export const restoreCore = (told: Told, hold: (reason: HoldReason) => HoldWords): Partial<Core> | undefined => {
  const { incident, policy } = told;
  if (policy.restore === undefined || incident.drill !== undefined || incident.shift !== undefined) return undefined;
  if (incident.ending) return endedWords({ ...told, ending: incident.ending });
  return incident.hold ? heldWords(told, incident.hold, hold) : askedWords(told);
};

const askedWords = ({ incident, policy }: Told): Core => ({
  headline: `Restoring ${policy.endpoint}: back to endpoint config ${toOf(incident)}`,
  tone: 'acting',
  done: `${asked(incident)}.${unprovedWords(incident)}`,
  means: `SageMaker starts a new fleet beside the one that serves now, and moves the traffic when it is ready: that takes minutes. Until then users are on ${incident.config}.`,
  next: 'Nothing now: the last message says how it ended. Hold back deployments of this endpoint until then.',
  command: commands.describeEndpoint(policy.endpoint),
});

const heldWords = (told: Told, reason: HoldReason, hold: (reason: HoldReason) => HoldWords): Partial<Core> => {
  const { incident, policy } = told;
  const words = hold(reason);
  const isOwn = reason.kind in RESTORES;
  return {
    done: `Nothing was restored: ${whyOf(told, reason) ?? words.why}.`,
    means: `${incident.config} stays in service, and every minute is looked at again.`,
    next: isOwn ? words.next : [words.mend, nextOf(told, reason)].filter(Boolean).join(' '),
    command: isOwn || UNDER_WAY.includes(reason.kind) ? words.command : restoring({ incident, policy }),
  };
};

/** By hand: where no config is known, what it could be has to be seen first. */
const restoring = ({ incident: { lastGood }, policy: { endpoint } }: Told): string =>
  lastGood === undefined ? commands.listConfigs(endpoint) : commands.updateEndpoint(endpoint, lastGood.config);

/** Where a hold of any endpoint speaks of weights. */
const whyOf = ({ incident }: Told, reason: HoldReason): string | undefined => {
  const good = incident.lastGood?.config ?? 'the last good config';
  const { kind } = reason;
  if (kind === 'order-refused') return `the update to ${good} was refused: ${reason.message}`;
  if (kind === 'observing') return `this endpoint is in mode observe: in mode auto, ${good} would now be restored`;
  return kind === 'recommending'
    ? `this endpoint is in mode recommend, and a person has to restore ${good}`
    : undefined;
};

/** Mode approve: who agrees need not know the command, and an answer is what it waits for. */
const answerWords = ({ incident, policy: { mode } }: Told): string =>
  mode === 'approve'
    ? `In a clone, ${commands.approve(incident.id)} lets it restore that, and ${commands.decline(incident.id)} ends the incident. Without one, `
    : 'If you know that it helps, ';

const UNDER_WAY: readonly HoldReason['kind'][] = ['endpoint-busy', 'deployment-pending'];

const nextOf = (told: Told, { kind }: HoldReason): string => {
  const { lastGood } = told.incident;
  if (UNDER_WAY.includes(kind))
    return 'Nothing, if that deployment is on purpose: SageMaker takes no other change until it is over, and then it is looked at again.';
  if (lastGood === undefined) return CHOOSE_FROM_A_LIST;
  const command = `the command restores ${lastGood.config}, which served well until ${dayTime(lastGood.until)}.`;
  return kind === 'observing'
    ? `Judge for yourself; ${command} When you trust what you see here, set mode: auto in the config.`
    : `${answerWords(told)}${command}`;
};

type Ended = Told & { readonly ending: Ending };

const endedWords = (ended: Ended): Partial<Core> => {
  const words = ENDINGS[ended.ending.because]?.(ended);
  const short = SHORT[ended.ending.because]?.(ended.incident);
  return { ...words, ...(short && { headline: `${ended.ending.state} ${ended.policy.endpoint}: ${short}` }) };
};

type Parts = Pick<Core, 'done' | 'means' | 'next'> & Partial<Core>;

/** How an incident ended that brought an endpoint config back, or would have. Undefined: as any other one. */
export const restoredInShort = (incident: Incident): string | undefined => {
  const { ending, preparing, lastGood, shift } = incident;
  const restores = shift === undefined && (preparing?.order.kind === 'restore' || lastGood !== undefined);
  return restores && ending ? SHORT[ending.because]?.(incident) : undefined;
};

const SHORT: Partial<Readonly<Record<EndReason, (incident: Incident) => string>>> = {
  proved: (incident) => `${toOf(incident)} is back, and it is proved`,
  'not-proved-in-time': ({ preparing }) =>
    preparing?.inForceAt === undefined ? 'the update never ended' : 'restored, and not proved',
  'kept-being-reverted': () => 'SageMaker did not keep the good config',
  'breach-over': () => 'the breach is over, nothing was restored',
};

/** How it ended, where that reads otherwise than for weights. */
const ENDINGS: Partial<Readonly<Record<EndReason, (ended: Ended) => Parts>>> = {
  proved: ({ incident, ending }) => ({
    done: `${asked(incident)}. At ${clockTime(ending.at)} it is proved: the endpoint is InService with ${toOf(incident)}, which served a whole minute of requests, and its guards say OK.`,
    means: `Users are on ${toOf(incident)} instead of ${incident.config}.${unprovedWords(incident)}`,
    next: `Find out what is wrong with ${incident.config}. Whatever deploys this endpoint still names it, and its next deployment brings it back, unless its code agrees (below).`,
    code: goodConfig(toOf(incident)),
  }),
  'not-proved-in-time': ({ incident }) => ({
    done: `${asked(incident)}, and it is not proved that it helped${incident.preparing?.inForceAt === undefined ? ': the update has been under way for an hour' : ''}.`,
    means: `Users may still suffer. ${incident.preparing?.inForceAt === undefined ? 'SageMaker has not finished.' : 'The restored config breaks a guard too, and then the cause is not in the config; or it has too few requests.'}`,
    next: 'Compare status and config, then the alarms of the variant. Nothing is tried again for this breach.',
    code: goodConfig(toOf(incident)),
  }),
  'kept-being-reverted': ({ incident, policy }) => ({
    done: `${asked(incident)}, ${incident.preparing?.attempts ?? 0} times; each time the endpoint came back with ${incident.config}.`,
    means: `Users are still on ${incident.config}. This automation does not ask again for this breach.`,
    next: "Read the endpoint's FailureReason (a missing image, capacity, the role), mend it, then restore by hand with the command.",
    command: commands.updateEndpoint(policy.endpoint, toOf(incident)),
  }),
  declined: (told) => ({
    done: 'Nothing was restored: a person was asked, and declined. The ledger has who and why.',
    means: `${told.incident.config} stays in service, and its guard is broken. This breach asks nobody again, unless the endpoint is changed; a new one does.`,
    next: `Nothing, if you agree. Otherwise the command restores ${toOf(told.incident)}.`,
    command: restoring(told),
  }),
  'endpoint-unusable': ({ incident }) => ({
    done: `${asked(incident)}; then the endpoint came into a status in which SageMaker changes nothing of it.`,
    means: 'What serves users now is not known here. This automation does not ask again.',
    next: UNUSABLE,
  }),
  'new-config': ({ incident }) => ({
    done: `${incident.preparing === undefined ? 'Nothing was restored' : asked(incident)}; then the endpoint got another endpoint config, by a deployment or by SageMaker's own rollback of one.`,
    means:
      'Another config is another situation: no plan made for the one before is applied to it. It is guarded like any other.',
    next: 'See that the config in service is the one that you want.',
  }),
  'breach-over': ({ incident }) => ({
    done: 'Nothing was restored by this automation, and no guard is broken any more.',
    means: `${incident.config} stays in service. What broke the guard may come back.`,
    next: 'Find out what happened while it is fresh.',
  }),
};

const toOf = ({ preparing, lastGood }: Incident): string =>
  preparing?.order.kind === 'restore' ? preparing.order.to : (lastGood?.config ?? 'the last good config');

const asked = (incident: Incident): string => {
  const { preparing, openedAt, config, lastGood } = incident;
  const span = lastGood === undefined ? '' : ` (good from ${dayTime(lastGood.since)} until ${dayTime(lastGood.until)})`;
  return `Asked SageMaker at ${clockTime(preparing?.requestedAt ?? openedAt)} for ${toOf(incident)}${span} in the place of ${config}`;
};

const unprovedWords = ({ preparing }: Incident): string =>
  preparing?.unproved === undefined
    ? ''
    : ` The config, its models and their roles are there. Nobody looked at: ${asLine(preparing.unproved.join(', '))}.`;
