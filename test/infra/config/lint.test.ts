import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../../infra/config/check.ts';
import { lintOf } from '../../../infra/config/lint.ts';
import demo from '../../../infra/demo.config.ts';
import dozen from '../../../infra/dozen.config.ts';
import strategies from '../../../infra/strategies.config.ts';
import shipped from '../../../rollback.config.ts';
import { config, endpoint, stackOf } from '../stacks.ts';

const guarded = (guards: object) => config({ endpoints: [endpoint({ guards })] });

describe('a guard that cannot fire does not get through the synth:', () => {
  test.each([
    [
      'microseconds for milliseconds',
      guarded({ latency: { aboveMs: 500_000, gross: false } }),
      'guard latency-p99 of fraud: it fires above 500000, and its figure is at most 480000, whatever happens: it never fires.',
    ],
    [
      'a gross bound that three times as much makes unreachable',
      guarded({ latency: { aboveMs: 200_000 } }),
      'guard latency-p99-gross of fraud: it fires above 600000, and its figure is at most 480000',
    ],
    [
      'seconds for milliseconds',
      guarded({ latency: { aboveMs: 0.5, gross: false } }),
      'guard latency-p99 of fraud: it fires above 0.5, which is 0.5 ms: no model answers that fast. Its figure is in milliseconds: 0.5 s is 500. [unit-latency]',
    ],
    [
      'a bake that is too short',
      config({ endpoints: [endpoint({ canaries: [], strategy: { restore: { bakeMinutes: 1 } } })] }),
      'guard errors-5xx of fraud: it fires after 2 minutes, and a config counts as good after 1 minute.',
    ],
  ])('%s', (_, of, sentence) => {
    const checked = checkConfig(of);
    expect(checked.ok ? [] : checked.problems).toEqual([expect.stringContaining(sentence)]);
  });
});

test('a guard that works badly is told, and the synth goes on', () => {
  const annotations = Annotations.fromStack(
    stackOf(guarded({ latency: { percentile: 99.9, aboveMs: 500, gross: { aboveMs: 900, minRequests: 50 } } })),
  );
  const told = annotations.findWarning('*', Match.stringLikeRegexp('percentile-few-samples'));
  expect(told.map(({ entry }) => JSON.stringify(entry.data))).toEqual([
    expect.stringContaining(
      'guard latency-p99.9-gross of fraud: it judges from 50 requests on, of which p99.9 is the slowest one.',
    ),
  ]);
});

describe('nothing is said of what is shipped:', () => {
  test.each([
    ['rollback.config.ts', shipped],
    ['the demo', demo],
    ['the dozen', dozen],
    ['the strategies', strategies],
    ['a config that says nothing of its guards', config()],
  ])('%s', (_, of) => {
    const checked = checkConfig(of);
    expect(checked.ok && lintOf(checked.deployment, () => true)).toEqual([]);
  });
});
