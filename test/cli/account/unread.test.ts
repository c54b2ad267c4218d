import { describe, expect, test } from 'vitest';
import { makeBlanks, UNREAD } from '../../../cli/account/unread.ts';

const failing = (name: string, message: string) => () =>
  Promise.reject(Object.assign(new Error(message), { name, $metadata: {} }));
const DENIED = 'User: ana is not authorized to perform: sns:ListTopics on resource: t';

describe('what could not be read', () => {
  test('is said once, and the report goes on', async () => {
    const { tried, sentences } = makeBlanks({});
    const read = failing('AccessDenied', DENIED);
    expect(await tried('The topic', read)).toBe(UNREAD);
    expect(await tried('The topic', read)).toBe(UNREAD);
    expect(await tried('The rule', async () => 'there')).toBe('there');
    expect(sentences()).toEqual(['The topic could not be read: ana may not sns:ListTopics on t.']);
  });
  test.each([
    ['CredentialsProviderError', 'Could not load credentials'],
    ['ExpiredToken', 'The security token has expired'],
    ['TimeoutError', 'connect ETIMEDOUT'],
  ])('is no blank where nothing can be read at all (%s)', async (name, message) => {
    await expect(makeBlanks({}).tried('The topic', failing(name, message))).rejects.toThrow(message);
  });
  test('is no blank where the mistake is ours', async () => {
    const { tried } = makeBlanks({});
    const broken = () => Promise.reject(new TypeError('x is not a function'));
    await expect(tried('The topic', broken)).rejects.toThrow('x is not a function');
  });
  test('is heard from the adapters, which log it and go on', () => {
    const { log, sentences } = makeBlanks({});
    log('ledger unreadable', { endpoint: 'fraud', error: 'AbortError: Request aborted' });
    log('metrics unreadable', { endpoint: 'fraud', error: 'Throttling: Rate exceeded' });
    log('metrics unreadable', { endpoint: 'churn', error: `AccessDenied: ${DENIED} because no policy allows it` });
    log('decided', { endpoint: 'fraud' });
    expect(sentences()).toEqual([
      'The ledger did not answer: no answer came in time.',
      'The metrics of fraud did not answer: Throttling: Rate exceeded.',
      'The metrics of churn did not answer: ana may not sns:ListTopics on t.',
    ]);
  });
});
