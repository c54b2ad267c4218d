import type { Entry } from '../../../lambdas/aws/ledger-history.ts';
import { EVERY_ENDPOINT } from '../../../lambdas/domain/freeze.ts';
import { shares } from '../../../lambdas/domain/words/figures.ts';
import { asLine } from '../../../lambdas/domain/words/letter.ts';
import { type Facts, factsOf, isFacts, listOf, numberOf, numbersOf, textOf } from '../../screen/facts.ts';
import { orderWords, takenWords } from '../../screen/order-words.ts';
import { verdictWords } from '../../screen/verdict-words.ts';
import { dated } from '../../shown/times.ts';

/** What one entry of the ledger says, in a sentence. Kinds and facts that are not known here are shown as they stand. */
export const stepWords = ({ what, facts, newer }: Entry): string =>
  asLine(
    `${newer === true ? 'written by a newer version; as far as it can be read here: ' : ''}${(STEPS[what] ?? anyWords)(facts)}`,
  );

const STEPS: Readonly<Record<string, (facts: Facts) => string>> = {
  intent: (facts) => `about to ask SageMaker for ${weightsWords(facts)}`,
  shifted: (facts) => `SageMaker accepted ${weightsWords(facts)}`,
  'shift-busy': () => 'SageMaker refused: the endpoint is being changed already',
  'shift-refused': (facts) => `SageMaker refused: ${textOf(factsOf(facts, 'answer'), 'message')}`,
  'shift-lost': (facts) => `no answer came: ${textOf(factsOf(facts, 'answer'), 'message')}`,
  order: (facts) => `about to order: ${orderWords(factsOf(facts, 'order'))}`,
  ordered: (facts) => `SageMaker accepted: ${takenWords(factsOf(facts, 'order'), factsOf(facts, 'answer'))}`,
  'order-busy': () => 'not carried out: the endpoint is being changed already',
  'order-refused': (facts) => `not carried out: ${textOf(factsOf(facts, 'answer'), 'message')}`,
  'order-unproved': (facts) => `nothing was asked of SageMaker: ${textOf(factsOf(facts, 'answer'), 'what')}`,
  'order-lost': (facts) => `no answer came: ${textOf(factsOf(facts, 'answer'), 'message')}`,
  hold: (facts) => verdictWords(facts).text,
  watch: (facts) => verdictWords(facts).text,
  end: (facts) => verdictWords(facts).text,
  drill: (facts) => drillWords(factsOf(facts, 'result')),
  frozen: (facts) => `by ${textOf(facts, 'by')}; frozen now: ${frozenWords(facts)}`,
  thawed: (facts) => `by ${textOf(facts, 'by')}; frozen now: ${frozenWords(facts)}`,
  approved: (facts) => answerWords(facts),
  declined: (facts) => answerWords(facts),
  released: (facts) =>
    `by ${textOf(facts, 'by')}: traffic on ${textOf(facts, 'variant')} is on purpose${reasonWords(facts)}`,
  'caught-up': () => 'written by the container that knew it, once the ledger answered again',
  told: (facts) => `on-call was told: ${textOf(facts, 'headline')}`,
};

const answerWords = (facts: Facts): string =>
  `by ${textOf(facts, 'by')}, for ${textOf(facts, 'plan')}${reasonWords(facts)}`;

const reasonWords = (facts: Facts): string => {
  const reason = textOf(facts, 'reason');
  return reason === '' ? '' : `: "${reason}"`;
};

const weightsWords = (facts: Facts): string => shares(numbersOf(facts, 'to'));

const drillWords = (result: Facts): string =>
  result['worked'] === true ? 'every hop worked' : `broken: ${listOf(result, 'broken').map(String).join(', ')}`;

/** `fraud until 2026-01-05 12:00:00 UTC: "sale"`. */
const frozenWords = (facts: Facts): string =>
  listOf(facts, 'after')
    .filter(isFacts)
    .map((one) => {
      const until = numberOf(one, 'until');
      const ends = until === undefined ? '' : ` until ${dated(until)}`;
      const which = textOf(one, 'endpoint');
      return `${which === EVERY_ENDPOINT ? 'every endpoint' : which}${ends}${reasonWords(one)}`;
    })
    .join('; ') || 'nothing';

/** `by: arn:…, reason: sale`. */
const anyWords = (facts: Facts): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${isFacts(value) || typeof value !== 'string' ? JSON.stringify(value) : value}`)
    .join(', ');
