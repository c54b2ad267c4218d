import type { GetParameterHistoryRequest, GetParameterHistoryResult, ParameterHistory } from '@aws-sdk/client-ssm';
import { pageOf } from './list.ts';
import { wantedIn } from './names.ts';
import { only } from './refusals.ts';
import { ciphertext, find, type Parameter, type Parameters } from './store.ts';

/** Versions of one page, unless the request says otherwise. */
const PAGE = 50;

/** Who put what, oldest first. */
export const getParameterHistory = (
  parameters: Parameters,
  input: GetParameterHistoryRequest,
): GetParameterHistoryResult => {
  only(input, 'GetParameterHistory', ['MaxResults', 'Name', 'NextToken', 'WithDecryption']);
  const { name } = find(parameters, wantedIn(input.Name));
  const { page, next } = pageOf(parameters.get(name) ?? [], input, PAGE);
  return { Parameters: page.map((one) => toHistory(one, input.WithDecryption === true)), ...next };
};

const toHistory = (parameter: Parameter, decrypt: boolean): ParameterHistory => {
  const { name, type, value, version, modified, by, tier, allowedPattern, description } = parameter;
  const isSecret = type === 'SecureString';
  return {
    Name: name,
    Type: type,
    ...(isSecret ? { KeyId: 'alias/aws/ssm' } : {}),
    LastModifiedDate: new Date(modified),
    LastModifiedUser: by,
    ...(description === undefined ? {} : { Description: description }),
    Value: isSecret && !decrypt ? ciphertext(value) : value,
    ...(allowedPattern === undefined ? {} : { AllowedPattern: allowedPattern }),
    Version: version,
    Labels: [],
    Tier: tier,
    Policies: [],
    DataType: 'text',
  };
};
