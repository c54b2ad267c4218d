import type {
  DescribeParametersRequest,
  DescribeParametersResult,
  GetParametersByPathRequest,
  GetParametersByPathResult,
  ParameterStringFilter,
} from '@aws-sdk/client-ssm';
import { Refusal, type Wires } from '../../types.ts';
import { arnOf, checkedPath } from './names.ts';
import { only } from './refusals.ts';
import { type Parameter, type Parameters, toReply } from './store.ts';

export const getParametersByPath = (
  wires: Wires,
  parameters: Parameters,
  input: GetParametersByPathRequest,
): GetParametersByPathResult => {
  only(input, 'GetParametersByPath', ['MaxResults', 'NextToken', 'Path', 'Recursive', 'WithDecryption']);
  const path = `${checkedPath(input.Path ?? '')}/`;
  const below = newest(parameters).filter(
    ({ name }) => name.startsWith(path) && (input.Recursive === true || !name.slice(path.length).includes('/')),
  );
  const { page, next } = pageOf(below, input, PATH_PAGE);
  const decrypt = input.WithDecryption === true;
  return { Parameters: page.map((parameter) => toReply(wires, parameter, { decrypt })), ...next };
};

export const describeParameters = (
  wires: Wires,
  parameters: Parameters,
  input: DescribeParametersRequest,
): DescribeParametersResult => {
  only(input, 'DescribeParameters', ['MaxResults', 'NextToken', 'ParameterFilters']);
  const tests = (input.ParameterFilters ?? []).map(testOf);
  const found = newest(parameters).filter((parameter) => tests.every((test) => test(parameter)));
  const { page, next } = pageOf(found, input, DESCRIBE_PAGE);
  return {
    Parameters: page.map(({ name, type, version, modified, by, tier, allowedPattern, description }) => ({
      Name: name,
      ARN: arnOf(wires, name),
      Type: type,
      ...(type === 'SecureString' ? { KeyId: 'alias/aws/ssm' } : {}),
      LastModifiedDate: new Date(modified),
      LastModifiedUser: by,
      ...(description === undefined ? {} : { Description: description }),
      ...(allowedPattern === undefined ? {} : { AllowedPattern: allowedPattern }),
      Version: version,
      Tier: tier,
      Policies: [],
      DataType: 'text',
    })),
    ...next,
  };
};

/** Results of one page, unless the request says otherwise. */
const PATH_PAGE = 10;
const DESCRIBE_PAGE = 50;

const newest = (parameters: Parameters): readonly Parameter[] =>
  [...parameters.values()]
    .flatMap((versions) => versions.at(-1) ?? [])
    .sort(({ name: a }, { name: b }) => (a < b ? -1 : 1));

type Paging = { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined };

export const pageOf = (all: readonly Parameter[], { MaxResults: most, NextToken: token }: Paging, usual: number) => {
  const from = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(from) || from < 0) throw new Refusal('InvalidNextToken', 'The specified token is not valid.');
  const page = all.slice(from, from + (most ?? usual));
  const end = from + page.length;
  return { page, next: end < all.length ? { NextToken: String(end) } : {} };
};

const FIELDS: Readonly<Record<string, (parameter: Parameter) => string>> = {
  Name: ({ name }) => name,
  Type: ({ type }) => type,
  Tier: ({ tier }) => tier,
  DataType: () => 'text',
};

const testOf = ({ Key: key = '', Option: option = 'Equals', Values: values = [] }: ParameterStringFilter) => {
  const field = FIELDS[key];
  if (field === undefined) throw new Error(`the small AWS knows no filter of parameters by ${key}`);
  if (option !== 'Equals' && option !== 'BeginsWith')
    throw new Refusal(
      'InvalidFilterOption',
      `The following filter option is not valid: ${option}. Valid options include: [BeginsWith, Equals]`,
    );
  if (values.length === 0)
    throw new Refusal('InvalidFilterValue', `The following filter values are missing : null for filter key ${key}`);
  return (parameter: Parameter): boolean => {
    const given = field(parameter);
    return values.some((value) => (option === 'Equals' ? given === value : given.startsWith(value)));
  };
};
