import type { Readable, Writable } from 'node:stream';
import { confirm, isCancel, multiselect, select, text } from '@clack/prompts';
import { Trouble } from '../trouble.ts';
import type { Choice, Questions } from './questions.ts';

/** Asks on a terminal: on stderr, so that a report on stdout can be piped away. */
export const clackQuestions = (input: Readable, output: Writable): Questions => ({
  confirm: async (message) => answered(await confirm({ message, initialValue: false, input, output })),
  choose: async <Value extends string>(message: string, choices: readonly Choice<Value>[]) => {
    const initialValue = choices.find(({ suggested }) => suggested)?.value;
    const asked = { message, options: choices.map(shown), input, output, ...(initialValue && { initialValue }) };
    return answered(await select<string>(asked)) as Value;
  },
  pick: async <Value extends string>(message: string, choices: readonly Choice<Value>[]) => {
    const initialValues = choices.filter(({ suggested }) => suggested).map(({ value }) => value);
    const asked = { message, options: choices.map(shown), initialValues, required: true, input, output };
    return answered(await multiselect<string>(asked)) as Value[];
  },
  text: async (message, { suggestion, check }) =>
    answered(
      await text({
        message,
        input,
        output,
        ...(suggestion === undefined ? {} : { initialValue: suggestion }),
        validate: (answer) => check?.(answer ?? ''),
      }),
    ),
});

const shown = ({ value, label, hint }: Choice<string>) => ({ value, label, ...(hint === undefined ? {} : { hint }) });

const answered = <Answer>(answer: Answer): Exclude<Answer, symbol> => {
  if (isCancel(answer)) throw new Trouble('declined', 'Stopped: nothing was changed.', 'Run the command again.');
  return answer as Exclude<Answer, symbol>;
};
