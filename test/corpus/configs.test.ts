import { expect, test } from 'vitest';
import { checkConfig } from '../../infra/config/check.ts';
import { UNSEEN } from './case.ts';
import { BAD_CONFIG_DOCUMENTS, GOOD_CONFIG } from './configs.ts';
import { expectNoTrouble } from './handled.ts';

/** Place, what is wrong and what was seen, on one line that a terminal shows as it is. */
const isSentence = (problem: string): boolean =>
  /^\S.* .*\S$/.test(problem) && !UNSEEN.test(problem) && problem.length <= 400;

test('a config that is wrong is refused, each problem in one sentence that says where', () =>
  expectNoTrouble(BAD_CONFIG_DOCUMENTS, (config) => {
    const checked = checkConfig(config);
    if (checked.ok) return 'was taken';
    if (checked.problems.length === 0) return 'has no problem';
    const odd = checked.problems.find((problem) => !isSentence(problem));
    return odd && `says ${JSON.stringify(odd)}`;
  }));

test('the config that all of them were made of is taken', () => {
  expect(checkConfig(GOOD_CONFIG)).toMatchObject({ ok: true });
});
