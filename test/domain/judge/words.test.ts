import { describe, expect, test } from 'vitest';
import type { Judgement } from '../../../lambdas/domain/judge/judgement.ts';
import { meanWords, ratioWords } from '../../../lambdas/domain/judge/words.ts';
import { MINUTE } from '../../../lambdas/domain/model.ts';
import { START, scored, side } from './seen.ts';

const subject = { canary: 'green', stable: 'blue', what: 'server errors (5XX)', smallest: 0.005 };
const compared = { canary: side(1_240, 38), stable: side(23_560, 118), since: START, evidence: 1.2 };

describe('the judge says', () => {
  test.each<readonly [string, Judgement, string]>([
    [
      'that it is worse',
      { kind: 'worse', ...compared },
      'green: server errors (5XX) 3.1 % against 0.5 % on 1,240 requests since 2026-01-05 10:00:00 UTC',
    ],
    [
      'that it is no worse so far',
      { kind: 'not-worse-yet', ...compared, canary: side(1_240, 6), evidence: 0 },
      'green is no worse than blue so far: server errors (5XX) 0.48 % against 0.5 % on 1,240 requests since 2026-01-05 10:00:00 UTC',
    ],
    [
      'how much more it takes to tell',
      { kind: 'cannot-tell', ...compared, canary: side(90, 1), evidence: 0.1, more: 1_150 },
      'green cannot be told from blue yet: server errors (5XX) 1.1 % against 0.5 % on 90 requests since 2026-01-05 10:00:00 UTC. green needs about 1,150 more requests until a difference of 0.5 % would show',
    ],
    [
      'that no traffic would tell',
      { kind: 'cannot-tell', ...compared, canary: side(90, 18), stable: side(900, 180), evidence: 0 },
      'green cannot be told from blue: server errors (5XX) 20 % against 20 % on 90 requests since 2026-01-05 10:00:00 UTC. A difference of 0.5 % would never show beside that: choose a larger smallest difference',
    ],
    [
      'that there were no data yet',
      { kind: 'no-data' },
      'green cannot be compared: no minute so far has datapoints of both it and blue',
    ],
    [
      'since when there are no data',
      { kind: 'no-data', newest: START },
      'green cannot be compared now: the newest minute with datapoints of both it and blue began at 2026-01-05 10:00:00 UTC',
    ],
    [
      'that stable rose as well',
      {
        kind: 'worse',
        ...compared,
        stableRose: { since: START + 5 * MINUTE, before: side(1e5, 100), after: side(1e4, 50) },
      },
      'green: server errors (5XX) 3.1 % against 0.5 % on 1,240 requests since 2026-01-05 10:00:00 UTC. blue itself went from 0.1 % to 0.5 % since 2026-01-05 10:05:00 UTC: a cause that both share is likely',
    ],
  ])('%s', (_, judgement, words) => expect(ratioWords(judgement, subject)).toBe(words));
  test('means in their own unit', () => {
    const judgement = { ...compared, kind: 'worse', canary: scored(310, 3.1249), stable: scored(5_000, 4.05) } as const;
    expect(meanWords(judgement, { ...subject, what: 'feedback', smallest: 0.1 })).toBe(
      'green: feedback 3.12 against 4.05 on 310 scores since 2026-01-05 10:00:00 UTC',
    );
  });
  test('nothing that needs a statistician', () => {
    const all = [
      { kind: 'worse', ...compared },
      { kind: 'cannot-tell', ...compared, more: 3 },
      { kind: 'not-worse-yet', ...compared },
    ] as const;
    for (const one of all)
      expect(ratioWords(one, subject)).not.toMatch(/e-value|likelihood|martingale|signific|p-value|null/i);
  });
});
