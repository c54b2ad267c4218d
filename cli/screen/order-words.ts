import { type Facts, listOf, numberOf, textOf } from './facts.ts';

/** What the second function is told to do, as a log line or the ledger has it: `raise stable from 2 to 4 instances`. */
export const orderWords = (order: Facts): string => {
  const [kind, from, to] = [textOf(order, 'kind'), textOf(order, 'from'), textOf(order, 'to')];
  if (kind === 'scale') return `raise ${textOf(order, 'variant')} from ${from} to ${to} ${textOf(order, 'unit')}`;
  return kind === 'restore' ? `bring back endpoint config ${to} in the place of ${from}` : JSON.stringify(order);
};

/** What came of one that SageMaker took: it may reach less than was asked for. */
export const takenWords = (order: Facts, answer: Facts): string => {
  const unproved = listOf(answer, 'unproved').map(String);
  const [reaches, floor] = [numberOf(answer, 'reaches'), textOf(answer, 'unheld')];
  return [
    orderWords(order),
    ...(reaches === undefined || reaches === order['to'] ? [] : [`it reaches ${reaches}`]),
    ...(floor === '' ? [] : [`the floor of its autoscaling was not raised: ${floor}`]),
    ...(unproved.length === 0 ? [] : [`nobody looked at ${unproved.join(', ')}`]),
  ].join('; ');
};
