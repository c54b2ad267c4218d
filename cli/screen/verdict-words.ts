import type { EndReason, HoldReason } from '../../lambdas/domain/reasons.ts';
import type { Quiet } from '../../lambdas/domain/verdict.ts';
import { amount } from './alarm-names.ts';
import { type Facts, factsOf, numberOf, textOf } from './facts.ts';
import { counted, percent } from './figures.ts';
import type { Tone } from './paint.ts';

export type Words = { readonly text: string; readonly tone: Tone };

/** A `decided` log line in one sentence. A kind or reason that is not known here is shown as it stands. */
export const verdictWords = (facts: Facts): Words => {
  switch (textOf(facts, 'verdict')) {
    case 'roll-back':
      return { text: `ROLL BACK: ${breachWords(factsOf(facts, 'breach'))}`, tone: 'shift' };
    case 'prepare':
      return { text: `PREPARE: ${orderWords(factsOf(facts, 'order'))}`, tone: 'shift' };
    case 'hold':
      return { text: `HOLD, shift nothing: ${holdWords(factsOf(facts, 'reason'))}`, tone: 'warn' };
    case 'watch':
      return { text: `WATCH: ${watchWords(facts)}`, tone: 'plain' };
    case 'end':
      return endWords(facts);
    case 'nothing':
      return { text: `nothing to do: ${wordsFor(QUIET, textOf(facts, 'because'))}`, tone: 'quiet' };
    default:
      return { text: textOf(facts, 'verdict'), tone: 'plain' };
  }
};

/** Two decisions with the same key say the same. */
export const verdictKey = (facts: Facts): string =>
  [
    textOf(facts, 'verdict'),
    textOf(factsOf(facts, 'reason'), 'kind'),
    textOf(facts, 'because'),
    textOf(facts, 'inForce'),
    textOf(facts, 'incident'),
  ].join(' ');

const worseWords = (breach: Facts, against: Facts): string => {
  const [value, stable] = [numberOf(breach, 'value') ?? 0, numberOf(against, 'value') ?? 0];
  const breaks = `${textOf(breach, 'variant')} breaks ${textOf(breach, 'guard')}`;
  const requests = numberOf(breach, 'requests');
  // Of no requests: a metric of its own, beside stable's or beside what is usual. Which of the two, its letter says.
  return requests === undefined
    ? `${breaks}: ${Number(value.toPrecision(4))}, held against ${Number(stable.toPrecision(4))}`
    : `${breaks}: ${percent(value)} of ${counted(requests, 'request')}, stable ${percent(stable)}`;
};

const breachWords = (breach: Facts): string => {
  const against = factsOf(breach, 'against');
  if (Object.keys(against).length > 0) return worseWords(breach, against);
  const guard = textOf(breach, 'guard');
  const [value, threshold] = [numberOf(breach, 'value'), numberOf(breach, 'threshold')];
  const requests = numberOf(breach, 'requests');
  const measured = value === undefined ? 'too much' : amount(guard, value);
  const of = requests === undefined ? '' : ` of ${counted(requests, 'request')}`;
  const allowed = threshold === undefined ? '' : `, allowed ${amount(guard, threshold)}`;
  return `${textOf(breach, 'variant')} breaks ${guard}: ${measured}${of}${allowed}`;
};

const orderWords = (order: Facts): string =>
  textOf(order, 'kind') === 'scale'
    ? `${textOf(order, 'variant')} is too small for all traffic, and is raised from ${textOf(order, 'from')} to ${textOf(order, 'to')} ${textOf(order, 'unit')} first`
    : `${textOf(order, 'from')} is replaced by ${textOf(order, 'to')}, which served well`;

const watchWords = (facts: Facts): string => {
  const good = textOf(facts, 'restores');
  if (good !== '')
    return facts['inForce'] === true
      ? `${good} is in service; a whole minute under its guards must prove it`
      : `${good} is asked for, and not yet in service`;
  return facts['inForce'] === true
    ? 'the new weights are in force; a whole minute without canary traffic must prove it'
    : 'the shift is asked for, and not yet in force';
};

const holdWords = (reason: Facts): string => {
  const words = wordsFor(HOLDS, textOf(reason, 'kind'));
  const detail = ['status', 'message'].map((name) => textOf(reason, name)).find((text) => text !== '');
  return detail === undefined ? words : `${words} (${detail})`;
};

const endWords = (facts: Facts): Words => {
  const state = textOf(facts, 'state');
  const tone = state === 'RECOVERED' ? 'good' : state === 'NOT_ROLLED_BACK' ? 'warn' : 'bad';
  const because = textOf(facts, 'because');
  const restored = textOf(facts, 'restores') === '' ? undefined : RESTORES[because];
  return { text: `${state}: ${restored ?? wordsFor(ENDINGS, because)}`, tone };
};

const wordsFor = (words: Readonly<Record<string, string>>, kind: string): string => words[kind] ?? kind;

const QUIET: Readonly<Record<Quiet, string>> = {
  'no-breach': 'no guard of a canary with traffic is broken',
  'already-stable': 'all traffic is on stable already',
  'already-ended': 'the incident of this breach has ended',
  'endpoint-missing': 'the endpoint does not exist',
};

const HOLDS: Readonly<Record<HoldReason['kind'], string>> = {
  'endpoint-busy': 'SageMaker takes one change at a time, and one is under way',
  'endpoint-unusable': 'SageMaker changes no weights in this status',
  frozen: 'rollbacks are frozen',
  'freeze-unreadable': 'the freeze switch cannot be read, and then it counts as frozen',
  muted: 'somebody muted the alarm, or disabled its actions',
  storm:
    'so many endpoints break at once that a shared cause is likelier, and this canary is not shown to be worse than stable',
  'cooling-down': 'this config was rolled back a short while ago, and the endpoint cools down',
  flapping: 'rolled back too often within a short time: something gives the canary its traffic back',
  'budget-spent': 'rolled back as often as a day allows',
  'no-breaching-datapoint': 'the alarm names no datapoint above its threshold; somebody set it by hand',
  drill: 'somebody tests the way from the alarm to people; nothing is wrong',
  'no-variant-named': 'what broke names no variant, and whose fault it is, is not known',
  'metrics-disagree': "the metrics of the alarm's own minutes show no bad one",
  unsupported: 'the endpoint serves inference components, which weights do not route',
  'deployment-pending': 'another endpoint config is being deployed, and nothing is planned around that',
  'restored-too-often': 'another hand gave the canary traffic again, each time that it was taken out',
  'weights-moved-since': 'somebody changed the endpoint after the breach, and too few minutes since then are bad',
  'better-since': 'the newest minutes of the canary break no guard any more',
  'common-cause': 'stable got worse too, so that a cause which both share is likely',
  'stable-missing': 'there is no stable variant to shift to',
  'stable-without-instances': 'stable has no instances',
  'stable-unwell': 'stable breaks its own guard too, so that it is no better',
  'stable-worsening': 'stable gets worse too, so that it is not known to be better',
  'stable-unknown': "stable's own guards do not say that it is well",
  'stable-stale': 'stable carried too little of the traffic to be known as good',
  'stable-too-small': 'stable cannot take all the traffic',
  'raising-stable': 'stable is too small for all traffic, and is raised first',
  'order-refused': 'what has to come before the shift was refused',
  'no-fallback': 'stable is unwell, and so is the fallback',
  'load-unknown': 'nobody knows whether stable can take all the traffic',
  'nothing-good-known': 'no endpoint config but the one in service is known to have served well',
  'good-configs-unreadable': 'the ledger does not say which endpoint configs served well',
  'good-config-unproved': 'it is not proved that the good endpoint config can serve again',
  'not-one-variant': 'the endpoint has more variants than the one whose config would be restored',
  observing: 'the endpoint is in mode observe, which only says what it would do',
  recommending: 'the endpoint is in mode recommend, which asks a person to shift',
  'awaiting-approval': 'the endpoint is in mode approve, and nobody has answered yet',
  'approval-expired': 'the endpoint is in mode approve, and nobody answered in time',
  'shift-refused': 'SageMaker refused the change',
};

const ENDINGS: Readonly<Record<EndReason, string>> = {
  proved: 'a whole minute without canary traffic, and stable keeps its guards',
  'not-proved-in-time': 'shifted, and not proved within ten minutes that it helped',
  'breach-over': 'no guard of a canary with traffic is broken any more',
  'drill-over': 'the drill is over, and nothing was shifted',
  'traffic-moved-by-another-hand': 'somebody else moved the weights',
  declined: 'a person was asked, and declined',
  'not-accepted': 'SageMaker did not take the change that a person asked for',
  'new-config': 'the endpoint got another endpoint config',
  'kept-being-reverted': 'SageMaker accepted the shift and went back, each time',
  'target-broke': 'a person sent the traffic to a canary, and its guard broke then',
  'endpoint-unusable': 'SageMaker changes no weights of the endpoint any more',
  'endpoint-gone': 'the endpoint does not exist any more',
};

/** How bringing an endpoint config back ends, where that reads otherwise than for a shift. */
const RESTORES: Readonly<Record<string, string>> = {
  proved: 'a whole minute of the restored config under its guards',
  'not-proved-in-time': 'restored, and not proved in time that it helped',
  'kept-being-reverted': 'SageMaker accepted the update and went back, each time',
} satisfies Partial<Record<EndReason, string>>;
