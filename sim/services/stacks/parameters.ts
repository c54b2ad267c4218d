import type { Parameter } from '@aws-sdk/client-cloudformation';
import { refValue } from '../../template/parameters.ts';
import type { Template, TemplateParameter } from '../../template/template.ts';
import { Refusal } from '../../types.ts';
import type { Desk, ParameterValue } from './stack.ts';

/** The values of a template's parameters, checked: as the caller gives them, as they were before, or by default. */
export const parameterValues = (
  desk: Pick<Desk, 'parameter'>,
  { parameters }: Template,
  { given, before }: { readonly given: readonly Parameter[]; readonly before: readonly ParameterValue[] },
): readonly ParameterValue[] => {
  const unknown = given.map(({ ParameterKey: name = '' }) => name).filter((name) => !Object.hasOwn(parameters, name));
  if (unknown.length > 0) throw invalid(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const texts = Object.entries(parameters).map(([name, parameter]) => {
    const own = given.find(({ ParameterKey }) => ParameterKey === name);
    const previous = before.find((one) => one.name === name)?.text;
    const text = own?.UsePreviousValue === true ? previous : own?.ParameterValue;
    return { name, parameter, text: text ?? defaultOf(parameter) };
  });
  const lacking = texts.filter(({ text }) => text === undefined).map(({ name }) => name);
  if (lacking.length > 0) throw invalid(`Parameters: [${lacking.join(', ')}] must have values`);
  return texts.map(({ name, parameter, text = '' }) => {
    checkText(name, parameter, text);
    return { name, text, value: refValue(parameter, isStored(parameter) ? stored(desk, text) : text) };
  });
};

export const defaultOf = ({ default: value }: TemplateParameter): string | undefined => {
  if (value === undefined || typeof value === 'string') return value;
  return JSON.stringify(value);
};

/** The value is the name of a parameter of Systems Manager. */
export const isStored = ({ type }: TemplateParameter): boolean => type.startsWith('AWS::SSM::Parameter::Value<');

const stored = ({ parameter }: Pick<Desk, 'parameter'>, name: string): string => {
  const value = parameter(name);
  if (value === undefined) throw invalid(`Unable to fetch parameters [${name}] from parameter store for this account.`);
  return value;
};

const checkText = (name: string, { type, said }: TemplateParameter, text: string): void => {
  const { AllowedValues: allowed, AllowedPattern: pattern, ConstraintDescription: constraint } = said;
  const refuse = (why: string): never => {
    if (typeof constraint !== 'string') throw invalid(`Parameter '${name}' ${why}`);
    throw invalid(`Parameter ${name} failed to satisfy constraint: ${constraint}`);
  };
  if (Array.isArray(allowed) && !allowed.map(String).includes(text)) refuse('must be one of AllowedValues');
  if (typeof pattern === 'string' && !new RegExp(`^(?:${pattern})$`).test(text))
    refuse(`must match pattern ${pattern}`);
  if (type === 'Number' && (text === '' || !Number.isFinite(Number(text)))) refuse('must be a number.');
  for (const [bound, { keeps, words }] of Object.entries(BOUNDS)) {
    const limit = said[bound];
    if (limit !== undefined && !keeps(text, Number(limit))) refuse(`${words} ${Number(limit)}`);
  }
};

type Bound = { readonly keeps: (text: string, limit: number) => boolean; readonly words: string };
const BOUNDS: Readonly<Record<string, Bound>> = {
  MinLength: { keeps: (text, limit) => text.length >= limit, words: 'must have a length of at least' },
  MaxLength: { keeps: (text, limit) => text.length <= limit, words: 'must have a length of at most' },
  MinValue: { keeps: (text, limit) => Number(text) >= limit, words: 'must be a number not less than' },
  MaxValue: { keeps: (text, limit) => Number(text) <= limit, words: 'must be a number not greater than' },
};

const invalid = (text: string): Refusal => new Refusal('ValidationError', text);

/** Every parameter has its default, and nobody looks what Systems Manager says. */
export const firstValues = ({ parameters }: Template): readonly ParameterValue[] =>
  Object.entries(parameters).flatMap(([name, parameter]) => {
    const text = defaultOf(parameter);
    return text === undefined ? [] : [{ name, text, value: refValue(parameter, text) }];
  });
