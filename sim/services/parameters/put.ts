import type { PutParameterRequest, PutParameterResult } from '@aws-sdk/client-ssm';
import { type Instant, Refusal } from '../../types.ts';
import { checkName } from './names.ts';
import { invalid, only } from './refusals.ts';
import type { Parameter, ParameterType } from './store.ts';

const MEMBERS = ['AllowedPattern', 'DataType', 'Description', 'Name', 'Overwrite', 'Tags', 'Tier', 'Type', 'Value'];

/** Characters that a value of each tier may have. */
const STANDARD = 4_096;
const ADVANCED = 8_192;

export const putParameter = (
  parameters: Map<string, Parameter[]>,
  input: PutParameterRequest,
  { now, by }: { readonly now: Instant; readonly by: string },
): PutParameterResult => {
  only(input, 'PutParameter', MEMBERS);
  const { Name: name = '', Value: value = '', Overwrite: overwrite = false } = input;
  checkName(name);
  const versions = parameters.get(name) ?? [];
  const before = versions.at(-1);
  if (before !== undefined && !overwrite)
    throw new Refusal(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  if (overwrite && (input.Tags?.length ?? 0) > 0)
    throw invalid(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  const type = typeOf(input.Type, before);
  const allowedPattern = input.AllowedPattern ?? before?.allowedPattern;
  checkValue(value, type);
  if (allowedPattern !== undefined) checkPattern(value, allowedPattern);
  if (![undefined, 'text'].includes(input.DataType))
    throw new Error(`the small AWS knows no parameters of data type ${input.DataType}`);
  const description = input.Description ?? before?.description;
  const parameter: Parameter = {
    name,
    value,
    type,
    version: (before?.version ?? 0) + 1,
    modified: now,
    by,
    tier: tierOf(input.Tier, value, before),
    ...(allowedPattern === undefined ? {} : { allowedPattern }),
    ...(description === undefined ? {} : { description }),
  };
  parameters.set(name, [...versions, parameter].slice(-MOST_VERSIONS));
  return { Version: parameter.version, Tier: parameter.tier };
};

/** Versions that are kept of one parameter. */
const MOST_VERSIONS = 100;

const typeOf = (given: string | undefined, before: Parameter | undefined): ParameterType => {
  const type = given ?? before?.type;
  if (type === undefined) throw invalid('A parameter type is required when you create a parameter.');
  if (before !== undefined && before.type !== type)
    throw new Refusal(
      'HierarchyTypeMismatchException',
      `The parameter is a ${before.type}. Parameter Store doesn't support changing a parameter's type to ${type}.`,
    );
  return type as ParameterType;
};

const checkValue = (value: string, type: ParameterType): void => {
  if (value === '')
    throw invalid(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
    );
  if (/\{\{[^}]*\}\}/.test(value))
    throw invalid(`Parameter value: can't nest another parameter. Do not use "{{}}" in the value.`);
  if (type === 'StringList' && value.split(',').some((part) => part === ''))
    throw invalid('A StringList must not have an empty item.');
};

/** The whole value must be what the pattern describes. */
export const checkPattern = (value: string, pattern: string): void => {
  if (!whole(pattern).test(value))
    throw new Refusal(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    );
};

const whole = (pattern: string): RegExp => {
  try {
    return new RegExp(`^(?:${pattern})$`, 's');
  } catch {
    throw new Refusal('InvalidAllowedPatternException', `The allowed pattern ${pattern} is no regular expression.`);
  }
};

const tierOf = (given: string | undefined, value: string, before: Parameter | undefined): Parameter['tier'] => {
  if (before?.tier === 'Advanced' && given === 'Standard')
    throw invalid(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
    );
  const isAdvanced = given === 'Advanced' || before?.tier === 'Advanced';
  const grows = given === 'Intelligent-Tiering' && value.length > STANDARD;
  if (value.length > ADVANCED)
    throw invalid(`Advanced tier parameters support a maximum parameter value of ${ADVANCED} characters.`);
  if (isAdvanced || grows) return 'Advanced';
  if (value.length > STANDARD)
    throw invalid(
      `Standard tier parameters support a maximum parameter value of ${STANDARD} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
  return 'Standard';
};
