import type { ListFunctionsCommandOutput } from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../../sim/types.ts';
import { call } from '../../sim/small-account.ts';
import { oneLine, subjects, weightsOf } from './seen.ts';
import { type SmallAccount, smallAccount } from './small-account.ts';

const denied = (code: string): Fault => ({ kind: 'error', code, message: `${code}: so it is`, status: 400 });

/** Of our own functions, none is left. */
const deleteFunctions = ({ world }: SmallAccount): void => {
  const lambda = world.parts.find(({ api }) => api?.name === 'lambda');
  if (lambda === undefined) throw new Error('there is no Lambda');
  const { Functions: functions = [] } = call(lambda, 'ListFunctions', {}) as ListFunctionsCommandOutput;
  expect(functions).toHaveLength(2);
  for (const { FunctionName } of functions) call(lambda, 'DeleteFunction', { FunctionName });
};

describe('with every function of ours deleted', () => {
  const refused = new Map<string, Fault>();
  const account = smallAccount({ faults: { call: (api) => refused.get(api) } });
  const rollingBack = async (endpoint: string, ...others: readonly string[]) => {
    const { code, out, err } = await account().type(['rollback', endpoint, '--yes', ...others]);
    refused.clear();
    return { code, said: oneLine(out), warned: oneLine(err), canary: weightsOf(account(), endpoint)['canary'] };
  };
  const giveTraffic = async (endpoint: string) => {
    account().world.sagemaker.changeWeights('ana', endpoint, { stable: 0.9, canary: 0.1 });
    await account().passMinutes(2);
  };
  beforeAll(() => deleteFunctions(account()));

  test('it shifts, proves, and tells on-call', async () => {
    const { code, said, canary } = await rollingBack('fraud-detector');
    expect({ code, canary }).toEqual({ code: 0, canary: 0 });
    expect(said).toContain('RECOVERED: all traffic of fraud-detector is on stable, and it is proved.');
    expect(said).toMatch(/Ledger incident fraud-detector-\d{8}T\d{6} On-call 2 messages sent/);
    expect(await subjects(account(), 'fraud-detector')).toHaveLength(2);
  });
  test.each([
    ['the table gone', 'FraudDetector-EU', 'ResourceNotFoundException'],
    ['the table denied', 'fraud-observe', 'AccessDeniedException'],
  ])('and %s, it does so too, and says that nothing is recorded', async (_, endpoint, code) => {
    refused.set('dynamodb', denied(code));
    const seen = await rollingBack(endpoint);
    expect(seen).toMatchObject({ code: 0, canary: 0, said: expect.stringContaining('RECOVERED: ') });
    expect(seen.said).toContain(`Ledger NOT recorded: ${code}`);
    expect(await subjects(account(), endpoint)).toHaveLength(2);
  });
  test('without CloudFormation the config says what is stable, and it shifts and proves', async () => {
    await giveTraffic('fraud-detector');
    refused.set('cloudformation', denied('AccessDenied'));
    const { code, said, warned, canary } = await rollingBack('fraud-detector', '--config', 'infra/demo.config.ts');
    expect({ code, canary }).toEqual({ code: 0, canary: 0 });
    expect(said).toContain('RECOVERED: ');
    expect(said).toContain('Ledger NOT recorded: the stack did not answer: AWS denied access');
    expect(said).toContain('On-call NOT told: no topic is known. Tell them yourself.');
    expect(warned).toContain('NOT recorded, and nobody is told by this');
  });
  test('without alarms and messages it shifts, and claims no more than that', async () => {
    await giveTraffic('FraudDetector-EU');
    refused.set('cloudwatch', denied('AccessDenied')).set('sns', denied('AuthorizationError'));
    const { code, said, warned, canary } = await rollingBack('FraudDetector-EU');
    expect({ code, canary }).toEqual({ code: 1, canary: 0 });
    expect(said).toContain('ROLLED_BACK_NOT_RECOVERED FraudDetector-EU: not proved within ten minutes.');
    expect(said).toContain('On-call NOT told: ');
    expect(warned).toContain('! Nobody knows whether stable is well');
    expect(warned).toContain('The alarms of the guards could not be read');
  });
  test('without a stack or a config the person says what is good: it is in force, and nothing can prove it', async () => {
    await giveTraffic('fraud-observe');
    const seen = await rollingBack(
      'fraud-observe',
      '--to',
      'stable',
      '--stack',
      'none',
      '--config',
      'nowhere.config.ts',
    );
    expect(seen).toMatchObject({ code: 1, canary: 0 });
    expect(seen.said).toContain('IN FORCE: all traffic of fraud-observe is on stable. Nothing guards stable');
    expect(seen.warned).toContain(
      '! Nothing guards stable: the shift can be seen in force, and not be proved to help.',
    );
  });
});
