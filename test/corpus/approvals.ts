import { planOf } from '../../lambdas/domain/answer.ts';
import { ANA, at, incident, NOW, WANTED } from '../builders.ts';
import { type Case, put } from './case.ts';
import { HOSTILE } from './hostile.ts';

const ANSWER = {
  kind: 'approve',
  incident: incident().id,
  plan: planOf('config-1', WANTED),
  by: ANA,
  at: NOW,
  until: at(70),
};

const item = (answer: unknown, over: object = {}): object => ({
  pk: { S: 'fraud' },
  sk: { S: 'answer' },
  schema: { N: '1' },
  answer: { S: typeof answer === 'string' ? answer : JSON.stringify(answer) },
  ...over,
});

export const GOOD_ANSWER: object = item(ANSWER);

const OF_ANOTHER: readonly (readonly [string, readonly unknown[]])[] = [
  ['incident', ['fraud-20260101T100931', 'churn-20260101T100930', 'FRAUD-20260101T100930', `${ANSWER.incident} `]],
  [
    'plan',
    [planOf('config-2', WANTED), planOf('config-1', { stable: 0, canary: 1 }), `${ANSWER.plan} `, '*', 'config-1'],
  ],
  ['at', [0, at(-60), at(4), at(16), at(1e6), -1, NOW + 0.5, String(NOW)]],
  ['until', [0, at(-60), NOW, at(9), '∞', -1, String(at(70))]],
  ['kind', ['APPROVE', 'approve ', 'approved', 'yes', '✅', 'decline,approve']],
  ['by', ['']],
];

const WRONG: readonly unknown[] = [undefined, null, true, {}, [], ['x'], ''];

/** In the place of a person's answer, on which a shift waits: replayed, forged, expired, of another or of no meaning. */
export const ANSWERS: readonly Case<object>[] = [
  ...OF_ANOTHER.flatMap(([key, values]) =>
    values.map((value, place) => ({ name: `${key} of another #${place}`, input: item({ ...ANSWER, [key]: value }) })),
  ),
  ...Object.keys(ANSWER).flatMap((key) =>
    WRONG.map((value, place) => ({ name: `a wrong ${key} #${place}`, input: item(put(ANSWER, [key], value)) })),
  ),
  ...['', 'null', '[]', '7', 'approve', '{', '['.repeat(5_000), '{"kind":"approve"}'].map((text) => ({
    name: `the text ${text.slice(0, 20)}`,
    input: item(text),
  })),
  ...['0', '2', '1.0', 'x'].map((N) => ({ name: `schema ${N}`, input: item(ANSWER, { schema: { N } }) })),
  { name: 'a member that no answer has', input: item({ ...ANSWER, isAdmin: true }) },
  { name: 'a list in the place of the text', input: item(ANSWER, { answer: { L: [] } }) },
  ...HOSTILE.slice(0, 45).flatMap((text, place) =>
    ['incident', 'plan'].map((key) => ({
      name: `a hostile ${key} #${place}`,
      input: item({ ...ANSWER, [key]: text }),
    })),
  ),
];
