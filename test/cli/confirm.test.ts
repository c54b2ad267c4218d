import { expect, test } from 'vitest';
import { agreeTo } from '../../cli/confirm.ts';
import type { Questions } from '../../cli/terminal/questions.ts';

const nobody = () => Promise.reject(new Error('nobody asks this'));
const answering = (answer: boolean): Questions => ({
  confirm: async () => answer,
  choose: nobody,
  pick: nobody,
  text: nobody,
});

/** A terminal at which a person answers, and what was put on it. */
const terminal = (questions: Questions | undefined) => {
  const said = { err: '', stopped: 'nothing was changed' };
  const io = {
    out: () => undefined,
    err: (text: string) => {
      said.err += text;
    },
    page: { width: 80, paint: (_: unknown, text: string) => text },
    questions,
    clock: () => 0,
    wait: nobody,
    whenStopped: (words: string) => {
      said.stopped = words;
    },
  };
  return { session: { io }, said };
};

test('whoever agrees and then stops the command is told what goes on', async () => {
  const { session, said } = terminal(answering(true));
  await agreeTo(session, ['The weights change.'], { yes: false, stopped: 'The change goes on.' });
  expect(said).toEqual({ err: 'This will be done:\n  • The weights change.\n', stopped: 'The change goes on.' });
});

test('whoever declines has changed nothing, and hears nothing else', async () => {
  const { session, said } = terminal(answering(false));
  await expect(agreeTo(session, ['x'], { yes: false, stopped: 'It goes on.' })).rejects.toMatchObject({
    code: 'declined',
  });
  expect(said.stopped).toBe('nothing was changed');
});

test('--yes says what is done, and asks nobody', async () => {
  const { session, said } = terminal(undefined);
  await agreeTo(session, ['x'], { yes: true });
  expect(said.err).toBe('Doing this:\n  • x\n');
  expect(said.stopped).toContain('What AWS has taken by now stays.');
});
