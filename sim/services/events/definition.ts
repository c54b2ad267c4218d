import type { PutRuleRequest } from '@aws-sdk/client-eventbridge';
import { Refusal } from '../../types.ts';
import { compileText, type Pattern } from './pattern.ts';
import type { Definition } from './rule.ts';
import { scheduleOf } from './schedule.ts';

/** Longest pattern of a rule, in characters: the quota of an account that never asked for more. */
const LONGEST_PATTERN = 2_048;

/** What a rule is to be; refuses as PutRule does. */
export const definitionOf = (input: PutRuleRequest): Definition => {
  const { State: state = 'ENABLED' } = input;
  const [text, expression] = [given(input.EventPattern), given(input.ScheduleExpression)];
  const [description, roleArn] = [given(input.Description), given(input.RoleArn)];
  if (text === undefined && expression === undefined) {
    throw new Refusal('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (state === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS') {
    throw new Error(`the small AWS knows no CloudTrail: State ${state} is not supported`);
  }
  return {
    enabled: state === 'ENABLED',
    ...(description === undefined ? {} : { description }),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(text === undefined ? {} : { patternText: text, pattern: patternOf(text) }),
    ...(expression === undefined ? {} : { scheduleExpression: expression, schedule: scheduleOf(expression) }),
  };
};

/** An empty text is as good as none. */
const given = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

const patternOf = (text: string): Pattern => {
  if (text.length > LONGEST_PATTERN) {
    throw new Refusal('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
  }
  return compileText(text, invalidPattern);
};

export const invalidPattern = (why: string): Refusal =>
  new Refusal('InvalidEventPatternException', `Event pattern is not valid. Reason: ${why}`);
