import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { readSwitch, writeSwitch } from '../../../lambdas/aws/freeze-value.ts';
import { EVERY_ENDPOINT, type Frozen, frozenBy } from '../../../lambdas/domain/freeze.ts';
import type { Known } from '../../account/known.ts';
import type { Session } from '../../session.ts';
import { Trouble } from '../../trouble.ts';

/** What the parameter holds, as entries: whatever nobody understands has frozen every endpoint. */
export type Held = { readonly value: string; readonly version: number; readonly frozen: readonly Frozen[] };

/** Systems Manager's bound on a standard parameter. */
const LONGEST = 4_096;

export const readHeld = async (
  { account, io }: Session,
  { freezeParameter, deployment, stack }: Known,
): Promise<Held> => {
  const { Value: value = '', Version: version = 0 } = await read(account, freezeParameter).catch((error: Error) => {
    if (error.name !== 'ParameterNotFound') throw error;
    throw new Trouble(
      'not-deployed',
      `There is no SSM parameter ${freezeParameter}: the functions count that as frozen, for every endpoint.`,
      `Deploy the stack ${stack} again (npx cdk deploy), or say where it is: --stack, --profile, --region.`,
    );
  });
  const guarded = deployment.policies.map(({ endpoint }) => endpoint);
  const frozen = frozenBy(readSwitch(value), guarded, io.clock());
  const riddle = [{ endpoint: EVERY_ENDPOINT, reason: `the switch said ${value}, which nobody understands` }];
  return { value, version, frozen: frozen === 'unreadable' ? riddle : frozen };
};

const read = async (account: Session['account'], name: string) =>
  (await account.ssm().send(new GetParameterCommand({ Name: name }))).Parameter ?? {};

/** Undefined: nobody else wrote meanwhile. Systems Manager has no conditional write, so that it is found out afterwards. */
export type Clash = { readonly what: string } | undefined;

export const writeHeld = async (
  { account }: Session,
  { freezeParameter }: Known,
  { before, value }: { readonly before: Held; readonly value: string },
): Promise<Clash> => {
  const put = new PutParameterCommand({ Name: freezeParameter, Value: value, Overwrite: true });
  const { Version: version = 0 } = await account.ssm().send(put);
  const after = await read(account, freezeParameter);
  if (after.Value !== value) return { what: `Somebody else wrote the switch right after: it says ${after.Value}` };
  if (version === before.version + 1) return undefined;
  return { what: `Somebody else wrote the switch meanwhile, and that was overwritten: version ${version - 1} of it` };
};

/** Throws `Trouble` where the parameter cannot hold so much. */
export const textOf = (frozen: readonly Frozen[]): string => {
  const value = writeSwitch(frozen);
  if (value.length <= LONGEST) return value;
  throw new Trouble(
    'usage',
    `The switch would hold ${value.length} characters, and Systems Manager takes ${LONGEST}.`,
    'Give a shorter --reason, or freeze or thaw --all.',
  );
};
