import { type Entry, step } from './entry.ts';
import { type Facts, textOf } from './facts.ts';

/** The closing judgement writes these, and the summary tells them all together. */
const JUDGEMENT = 'expected';

/** A hop that broke for a reason of configuration. */
export const missingHopEntries = (facts: Facts): readonly Entry[] => {
  const hop = textOf(facts, 'hop');
  if (hop === JUDGEMENT) return [];
  return [step('BROKEN', `${hop}: ${textOf(facts, 'from')} → ${textOf(facts, 'to')}: ${textOf(facts, 'why')}`, 'bad')];
};

export const deadLetterEntries = (facts: Facts): readonly Entry[] => {
  const why = textOf(facts, 'why');
  const ends = `dead letter from ${textOf(facts, 'from')} in ${textOf(facts, 'queue')}`;
  return [step('BROKEN', why === '' ? ends : `${ends}: ${why}`, 'bad')];
};
