import { expect, test } from 'vitest';
import { agreeTo } from '../../cli/confirm.ts';
import type { Questions } from '../../cli/terminal/questions.ts';
import { terminal } from './terminal.ts';

const nobody = () => Promise.reject(new Error('nobody asks this'));
const answering = (answer: boolean): Questions => ({
  confirm: async () => answer,
  choose: nobody,
  pick: nobody,
  text: nobody,
});

/** A terminal at which a person answers, what was put on it, and what would be told by a Ctrl-C. */
const answeredBy = (questions: Questions | undefined) => {
  const stopped = { words: 'nothing was changed' };
  const whenStopped = (words: string) => {
    stopped.words = words;
  };
  const { io, said } = terminal(80, { questions, whenStopped });
  return { session: { io }, said, stopped };
};

test('whoever agrees and then stops the command is told what goes on', async () => {
  const { session, said, stopped } = answeredBy(answering(true));
  await agreeTo(session, ['The weights change.'], { yes: false, stopped: 'The change goes on.' });
  expect(said.err).toBe('This will be done:\n  • The weights change.\n');
  expect(stopped.words).toBe('The change goes on.');
});

test('whoever declines has changed nothing, and hears nothing else', async () => {
  const { session, stopped } = answeredBy(answering(false));
  await expect(agreeTo(session, ['x'], { yes: false, stopped: 'It goes on.' })).rejects.toMatchObject({
    code: 'declined',
  });
  expect(stopped.words).toBe('nothing was changed');
});

test('--yes says what is done, and asks nobody', async () => {
  const { session, said, stopped } = answeredBy(undefined);
  await agreeTo(session, ['x'], { yes: true });
  expect(said.err).toBe('Doing this:\n  • x\n');
  expect(stopped.words).toContain('What AWS has taken by now stays.');
});
