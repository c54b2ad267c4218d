import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Session } from '../session.ts';

/** Who is at the keyboard, as every record names them. STS gives this to anybody; no policy can deny it. */
export const callerOf = async ({ account }: Session): Promise<string> => {
  const { Arn: arn = 'an unknown caller' } = await account.sts().send(new GetCallerIdentityCommand({}));
  return arn;
};
