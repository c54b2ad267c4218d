import { expect, test } from 'vitest';
import { quarantineLetter } from '../../../lambdas/domain/words/quarantine-letter.ts';
import { NOW, policy } from '../../builders.ts';

const back = (variant: string, share: number) => ({ variant, share, incident: 'fraud-20260101T100930', since: NOW });

test('traffic on what was rolled back is told with its share, and with the two ways on', () => {
  const told = quarantineLetter(policy(), [back('canary', 0.1)]);
  expect(told.headline).toBe('QUARANTINE fraud: canary has traffic again, 10 %');
  expect(told.seen).toContain('rolled back in fraud-20260101T100930');
  expect(told.next).toContain('npx sagemaker-rollback release fraud --variant canary --reason');
  expect(told.next).toContain('send all traffic to stable');
  expect(told.command).toMatch(/^aws sagemaker describe-endpoint/);
  expect(told).not.toHaveProperty('incident');
});

test('of two variants both are named, and their incident once', () => {
  const { seen, next } = quarantineLetter(policy(), [back('canary', 0.1), back('second', 0.2)]);
  expect(seen).toContain('canary has traffic again, 10 %; second has traffic again, 20 %.');
  expect(seen.match(/fraud-20260101T100930/g)).toHaveLength(1);
  expect(next).toContain('--variant second');
});

test('a stable that was rolled back is no place to send traffic to', () => {
  const { done, next } = quarantineLetter(policy(), [back('stable', 0.4)]);
  expect(done).not.toContain('goes to stable');
  expect(next).not.toContain('send all traffic to stable');
  expect(next).toContain('take that traffic away again');
  expect(next).toContain('release fraud --variant stable');
});

test('only mode auto goes back by itself', () => {
  expect(quarantineLetter(policy(), [back('canary', 0.1)]).done).toContain('then traffic goes to stable again');
  const { done } = quarantineLetter(policy({ mode: 'approve' }), [back('canary', 0.1)]);
  expect(done).toContain('in mode approve nothing is shifted by itself');
});
