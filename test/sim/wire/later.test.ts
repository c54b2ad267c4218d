import { expect, test } from 'vitest';
import { COSTS } from '../../../sim/costs.ts';
import { Later, Refusal } from '../../../sim/types.ts';
import { makeStand } from './stand.ts';

const MODELS = { Models: [] };
const listed = ['sagemaker', 'ListModels'] as const;

/** Lets the call arrive, then steps the clock through all that is planned. */
const play = async ({ server, clock }: Awaited<ReturnType<typeof makeStand>>): Promise<void> => {
  while (!server.outside.takeUp()) await new Promise((resolve) => setImmediate(resolve));
  while (clock.peek() !== undefined) clock.step();
};

test('an answer that takes virtual time comes when that time has passed, and after the way back', async () => {
  const stand = await makeStand({ immediately: false });
  stand.told.answer = () => new Later((answer) => stand.clock.after(60_000, 'an hour of work', () => answer(MODELS)));
  const call = stand.call({ service: listed[0] }, listed[1], {});
  await play(stand);
  expect(await call).toMatchObject(MODELS);
  expect(stand.journal.lines).toMatchObject([{ kind: 'call', outcome: 'ok', ms: 60_000 + COSTS.call.sagemaker }]);
});

test.each([
  ['at once', (refusal: Refusal) => new Later((answer) => answer(refusal))],
  [
    'by throwing it',
    (refusal: Refusal) =>
      new Later(() => {
        throw refusal;
      }),
  ],
])('it may be a refusal, given %s', async (_how, later) => {
  const stand = await makeStand();
  stand.told.answer = () => later(new Refusal('ResourceNotFound', 'gone'));
  expect(await stand.failing({ service: listed[0] }, listed[1], {})).toMatchObject({ name: 'ResourceNotFound' });
});

test('only the first answer counts', async () => {
  const stand = await makeStand();
  stand.told.answer = () =>
    new Later((answer) => {
      answer(MODELS);
      answer(new Refusal('ResourceNotFound', 'too late'));
    });
  expect(await stand.call({ service: listed[0] }, listed[1], {})).toMatchObject(MODELS);
  expect(stand.journal.lines).toHaveLength(1);
});

test('who is served at once waits for the clock as well', async () => {
  const stand = await makeStand();
  stand.told.answer = () => new Later((answer) => stand.clock.after(5_000, 'work', () => answer(MODELS)));
  const call = stand.call({ service: listed[0] }, listed[1], {});
  while (stand.clock.peek() === undefined) await new Promise((resolve) => setImmediate(resolve));
  expect(stand.journal.lines).toEqual([]);
  stand.clock.step();
  expect(await call).toMatchObject(MODELS);
  expect(stand.journal.lines).toMatchObject([{ ms: 5_000 }]);
});
