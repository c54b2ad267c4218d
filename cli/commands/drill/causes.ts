import { DescribeRuleCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import * as v from 'valibot';
import { UNREAD } from '../../account/unread.ts';
import type { Cause } from './hops.ts';
import type { Scene } from './scene.ts';

const DEPLOY = 'npx cdk deploy';

const isMissing = (error: unknown): boolean => error instanceof Error && error.name.startsWith('ResourceNotFound');

/** Undefined: there is no such thing. */
const existing = async <Found>(read: () => Promise<Found>): Promise<Found | undefined> => {
  try {
    return await read();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

/** What keeps a rule from the function, as far as it can be read; none: nothing was found. */
export const causesOfRule = async ({ session, deployed, blanks }: Scene, rule: string): Promise<readonly Cause[]> => {
  const events = session.account.events();
  const found = await blanks.tried(`The rule ${rule}`, () =>
    existing(() => events.send(new DescribeRuleCommand({ Name: rule }))),
  );
  if (found === UNREAD) return [];
  if (found === undefined) return [{ what: `There is no rule ${rule}.`, mend: DEPLOY }];
  if (found.State === 'DISABLED')
    return [{ what: `The rule ${rule} is disabled.`, mend: `aws events enable-rule --name ${rule}` }];
  const targets = await blanks.tried(`The targets of the rule ${rule}`, () =>
    events.send(new ListTargetsByRuleCommand({ Rule: rule })),
  );
  if (targets === UNREAD) return [];
  const aims = (targets.Targets ?? []).some(({ Arn = '' }) => Arn.endsWith(`:function:${deployed.parts.reconcile}`));
  return aims ? [] : [{ what: `The rule ${rule} has no target ${deployed.parts.reconcile}.`, mend: DEPLOY }];
};

/** ARN of the function's role; undefined where it cannot be read. */
export const roleOf = async ({ session, deployed, blanks }: Scene): Promise<string | undefined> => {
  const name = deployed.parts.reconcile;
  const found = await blanks.tried(`The function ${name}`, () =>
    existing(() => session.account.lambda().send(new GetFunctionConfigurationCommand({ FunctionName: name }))),
  );
  return found === UNREAD ? undefined : found?.Role;
};

/** What the function answers when it is called by hand, as by an event of SageMaker's. */
export type Answer =
  | { readonly kind: 'looked' }
  | { readonly kind: 'failed'; readonly message: string; readonly denied: boolean }
  | { readonly kind: 'missing' | 'throttled' | 'unread' };

export const callByHand = async ({ session, deployed, policy, blanks }: Scene): Promise<Answer> => {
  const name = deployed.parts.reconcile;
  const [, , , , account = ''] = deployed.parts.oncallTopic.split(':');
  const detail = { EndpointName: policy.endpoint };
  const payload = { account, source: 'aws.sagemaker', 'detail-type': 'called by a drill', detail };
  const reply = await blanks.tried(`What the function ${name} answers`, () =>
    passing(() =>
      session.account.lambda().send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) })),
    ),
  );
  if (reply === UNREAD) return { kind: 'unread' };
  if (reply instanceof Error) return { kind: isMissing(reply) ? 'missing' : 'throttled' };
  return reply.FunctionError === undefined ? { kind: 'looked' } : failure(new TextDecoder().decode(reply.Payload));
};

/** What tells of the function, and not of whoever asks. */
const passing = async <Found>(call: () => Promise<Found>): Promise<Found | Error> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && (isMissing(error) || error.name === 'TooManyRequestsException')) return error;
    throw error;
  }
};

const Failure = v.pipe(v.string(), v.parseJson(), v.looseObject({ errorMessage: v.string() }));

const failure = (payload: string): Answer => {
  const parsed = v.safeParse(Failure, payload);
  const message = parsed.success ? parsed.output.errorMessage : payload;
  return { kind: 'failed', message, denied: /not authorized|AccessDenied/.test(message) };
};
