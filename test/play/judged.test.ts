import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { everyMistakeIsNamed, type Mutation, type Resources, statementsOf, withoutGrant } from './mutated.ts';
import { linesOf, played } from './played.ts';

/** Each action that the judge is granted and a scenario breaks without. */
const EXERCISED = ['cloudwatch:GetMetricData', 'cloudwatch:PutMetricData'];

/** What no scenario is about. */
const EXCEPTED = ['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:SendMessage'];

test('each action that the judge is granted is one that a scenario breaks without, or an exception by name', () => {
  const { Resources } = JSON.parse(readFileSync(inject('judgedTemplate'), 'utf8')) as { Resources: Resources };
  const granted = statementsOf(Resources, 'Judge').flatMap(({ Action }) => [Action].flat());
  expect(granted.toSorted()).toEqual([...EXERCISED, ...EXCEPTED].toSorted());
});

everyMistakeIsNamed(
  EXERCISED.map(
    (action): Mutation => [
      `Judge may not ${action}`,
      withoutGrant('Judge', action),
      new RegExp(`"hop":"grant".*${action}`),
      'slow-burn',
    ],
  ),
);

test('a canary that no threshold sees is found by the judge, and shifted after one round of reads more', async () => {
  const { story, lines } = await played('slow-burn');
  expect(story.sequentialCallsBeforeShift).toBe(3);
  expect(linesOf(lines, 'alarm', { to: 'ALARM' }).map(({ alarm }) => alarm)).toEqual([
    'sagemaker-rollback/guard/fraud-judged/canary/judge-5xx',
  ]);
});

test('the judge calls nothing but CloudWatch, and is refused nothing', async () => {
  const { lines } = await played('shared-rise');
  const runs = new Set(
    linesOf(lines, 'invoke').flatMap((line) => (/Judge/.test(String(line['function'])) ? [line['requestId']] : [])),
  );
  const calls = linesOf(lines, 'call').filter((call) => runs.has(call['requestId']));
  expect(new Set(calls.map(({ operation }) => operation))).toEqual(new Set(['GetMetricData', 'PutMetricData']));
  expect(new Set(calls.map(({ outcome }) => outcome))).toEqual(new Set(['ok']));
});
