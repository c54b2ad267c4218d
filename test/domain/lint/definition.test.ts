import { describe, expect, test } from 'vitest';
import { CODES } from '../../../lambdas/domain/lint/codes.ts';
import { lintDefinition } from '../../../lambdas/domain/lint/definition.ts';
import { page } from './page.ts';
import { AWS_EXAMPLE, MISTAKES, SOUND } from './seeds.ts';
import { ratio, raw, slow, utilisation, watch } from './watches.ts';

const TWO_CANARIES = { endpoint: 'fraud', variants: ['stable', 'canary', 'other'], canaries: 2 };
const found = (of: Parameters<typeof lintDefinition>[0]) => lintDefinition(of, TWO_CANARIES).map(({ code }) => code);

describe('a mistake is found by its code, and by nothing else:', () => {
  test.each(MISTAKES)('%s [%s]', (_, code, mistaken) => {
    expect(found(mistaken)).toEqual([code]);
  });
  test('there are more than thirty of them', () => {
    expect(MISTAKES.length).toBeGreaterThan(30);
  });
});

describe('nothing is said of', () => {
  test.each(SOUND)('%s', (_, sound) => {
    expect(found(sound)).toEqual([]);
  });
});

describe('it is told in the terms of the alarm:', () => {
  const told = (of: Parameters<typeof lintDefinition>[0]) =>
    lintDefinition(of).map(({ what, mend }) => `${what}. ${mend}`);

  test("AWS's example", () => {
    expect(lintDefinition(AWS_EXAMPLE)).toEqual([
      {
        severity: 'red',
        code: 'cannot-reach',
        where: 'alarm EndToEndDeploymentHighErrorRateAlarm',
        what: 'it fires above 1, and its figure is at most 1, whatever happens: it never fires',
        mend: expect.stringContaining('from 0 to 1: 2 % of requests is 0.02'),
      },
    ]);
  });
  test.each([
    [
      'a threshold in milliseconds of what is in microseconds',
      raw(500),
      'it fires above 500, which is 0.5 ms: no model answers that fast. ModelLatency is in microseconds: 500 ms is 500000.',
    ],
    [
      'a threshold in seconds of what is in milliseconds',
      slow(0.5),
      'it fires above 0.5, which is 0.5 ms: no model answers that fast. Its figure is in milliseconds: 0.5 s is 500.',
    ],
    [
      'a share for a percentage',
      utilisation('CPUUtilization', 0.8),
      'it fires above 0.8, and its figure is in per cent: that is 0.8 of a hundred. Give the threshold in per cent: 80.',
    ],
    [
      'too little time',
      slow(500_000),
      "it fires above 500000, and its figure is at most 480000, whatever happens: it never fires. Give the threshold in the figure's own unit, of which 480000 is all the time that SageMaker gives a model: ModelLatency itself is in microseconds.",
    ],
    [
      'a floor',
      ratio(0, { comparison: 'below' }),
      'it fires below 0, and its figure is at least 0, whatever happens: it never fires.',
    ],
    [
      'a window',
      watch({ breaching: 10, outOf: 2_880 }),
      'it looks back 2 days, and CloudWatch takes at most 1 day with such a period. Look at fewer or shorter periods.',
    ],
    [
      'a percentile',
      raw(500_000, { ignoresFewSamples: false }),
      'it judges from 1 request on, of which p99 is the slowest one. Ask for at least 100 requests',
    ],
    [
      'ten requests',
      slow(500, { expression: 'IF(n >= 10, p / 1000, 0)' }),
      'it judges from 10 requests on, of which p99 is the slowest one.',
    ],
  ])('%s', (_, of, sentence) => {
    expect(told(of).join('\n')).toContain(sentence);
  });
});

test('as people read it: every mistake', async () => {
  const pages = MISTAKES.map(([what, , mistaken]) => page(what, lintDefinition(mistaken, TWO_CANARIES)));
  await expect(pages.join('\n')).toMatchFileSnapshot('golden/definition.txt');
});

describe('an alarm that names no variant', () => {
  const unnamed = watch({ threshold: 3 }, { namespace: 'Shop', name: 'Complaints', dimensions: {} });

  test('can only mean the canary where there is one', () => {
    expect(lintDefinition(unnamed, { ...TWO_CANARIES, canaries: 1 })).toEqual([]);
  });
  test('of one that names it, two canaries are nothing to tell', () => {
    expect(lintDefinition(watch(), TWO_CANARIES)).toEqual([]);
  });
});

test('of an endpoint that could not be read, nobody says that it lacks the variant', () => {
  const [, , mistaken] = MISTAKES.find(([, code]) => code === 'variant-unknown') ?? [];
  expect(mistaken && lintDefinition(mistaken, { ...TWO_CANARIES, variants: undefined })).toEqual([]);
});

test('two mistakes are both told', () => {
  expect(found(watch({ threshold: 1, breaching: 5 }, { period: 600 }))).toEqual(['cannot-reach', 'more-than-periods']);
});

test('every code says what it means', () => {
  expect(Object.values(CODES).filter(({ means }) => means.length < 20)).toEqual([]);
});
