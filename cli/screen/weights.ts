import { bar } from './bar.ts';
import { type Entry, step } from './entry.ts';
import { type Facts, numbersOf, textOf } from './facts.ts';
import { percent } from './figures.ts';
import { learnWeights, type Memory, stableFirst } from './memory.ts';

const CELLS = 20;

/** An endpoint's weights or status changed. How it was when the play began is no change. */
export const weightsEntries = (memory: Memory, facts: Facts): readonly Entry[] => {
  const endpoint = textOf(facts, 'endpoint');
  const status = textOf(facts, 'status');
  const before = memory.status.get(endpoint);
  const change = learnWeights(memory, facts);
  memory.status.set(endpoint, status);
  if (change === 'first' && status === 'InService' && textOf(facts, 'by') === 'sagemaker') return [];
  memory.cast.add(endpoint);

  const shares = sharesOf(memory, numbersOf(facts, 'weights'));
  const words = shares.map(([variant, share]) => `${variant} ${percent(share)}`).join(', ');
  const about = memory.cast.size > 1 ? `${endpoint}: ` : '';
  if (change === 'changed') {
    const drawn = bar(
      shares.map(([, share]) => share),
      CELLS,
    );
    const unless = status === 'InService' ? '' : `; ${status}`;
    return [step('weights', `${drawn} ${about}in force: ${words}${unless}`, 'strong')];
  }
  if (before === status) return [];
  return [step('weights', `${about}${status}${byWhom(facts)}; still in force: ${words}`)];
};

/** Shares 0..1, stable first. */
export const sharesOf = (
  memory: Memory,
  weights: Readonly<Record<string, number>>,
): readonly (readonly [variant: string, share: number])[] => {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const shares = Object.entries(weights).map(([variant, weight]) => [variant, total > 0 ? weight / total : 0] as const);
  return stableFirst(memory, shares, ([variant]) => variant);
};

const byWhom = (facts: Facts): string => {
  const by = textOf(facts, 'by');
  return by === '' || by === 'sagemaker' ? '' : `, asked by ${by.replace(/^person /, '')}`;
};
