import { checkConfig } from '../../../infra/config/check.ts';
import type { Tell } from '../../../infra/config/shape.ts';
import { Trouble } from '../../trouble.ts';
import type { Asking } from './choose.ts';
import type { InitOptions } from './options.ts';

/** Whom the options name; undefined: nobody. */
export const toldBy = ({ emails = [], slackParameter }: InitOptions): Tell | undefined => {
  if (emails.length === 0 && slackParameter === undefined) return undefined;
  const tell = tellOf(emails, slackParameter);
  const problems = problemsOf(tell);
  if (problems.length === 0) return tell;
  throw new Trouble('usage', problems.join('\n'), 'Correct --email or --slack-parameter.');
};

/** A suggestion for this does not exist: a wrong address would be told of a stranger's incidents. */
export const refuseNobody = (tell: Tell | undefined): Tell => {
  if (tell !== undefined) return tell;
  throw new Trouble(
    'usage',
    'Nobody knows whom to tell, and nothing was written.',
    'Say it: --email ADDRESS, --slack-parameter NAME, or both.',
  );
};

export const askWhomToTell = async (asking: NonNullable<Asking>): Promise<Tell> => {
  const emails = addresses(
    await asking.text('Email addresses to tell, separated by commas (empty: none)', {
      check: (answer) => problemsOf(tellOf(addresses(answer), SOME_PARAMETER))[0],
    }),
  );
  const parameter = await asking.text("SSM parameter that holds the Slack webhook's URL (empty: no Slack)", {
    check: (answer) => problemsOf(tellOf(emails, parameterIn(answer)))[0],
  });
  return tellOf(emails, parameterIn(parameter));
};

const addresses = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((one) => one !== '');

const parameterIn = (text: string): string | undefined => text.trim() || undefined;

const tellOf = (emails: readonly string[], slackWebhookParameter: string | undefined): Tell => ({
  ...(emails.length > 0 && { emails }),
  ...(slackWebhookParameter !== undefined && { slackWebhookParameter }),
});

const SOME_PARAMETER = '/some/parameter';

/** What the config's own check says of it, in a config that is right otherwise. */
const problemsOf = (tell: Tell): readonly string[] => {
  const checked = checkConfig({ tell, endpoints: [{ endpoint: 'e', stable: 'a', canaries: ['b'] }] });
  return checked.ok ? [] : checked.problems.map((problem) => problem.replace(/^endpoints\[0\]\./, ''));
};
