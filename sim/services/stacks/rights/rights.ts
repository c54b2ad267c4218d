import type { Made } from '../../../template/plan.ts';
import { type Account, type Need, type Principal, Refusal, type Wires } from '../../../types.ts';
import { HANDLERS, type Verb } from './handlers.ts';
import { code, role, type Subject } from './subjects.ts';

/** Those that are about something else than the resource itself. */
const ABOUT: Readonly<Record<string, Subject>> = { 'iam:PassRole': role, 's3:GetObject': code };

/** IAM cannot say on which resource, or the handler asks for all. */
const ON_ANY: readonly string[] = [
  'cloudwatch:DescribeAlarms',
  'logs:DescribeLogGroups',
  'sns:GetSubscriptionAttributes',
  'sns:SetSubscriptionAttributes',
  'sns:Unsubscribe',
];

type Change = {
  readonly verb: Verb;
  readonly made: Pick<Made, 'resource' | 'identity'>;
  readonly before?: Made | undefined;
};

/** What whoever has CloudFormation act must be allowed to. */
export const needsFor = (account: Account, { verb, made, before }: Change): readonly Need[] => {
  const { resource } = made;
  const handler = HANDLERS[resource.type];
  const has = (property: string): boolean =>
    property in resource.properties || (verb === 'update' && property in (before?.resource.properties ?? {}));
  return (handler?.actions[verb] ?? [])
    .filter(({ where }) => where === undefined || has(where))
    .flatMap(({ name }) => {
      const subject = ON_ANY.includes(name) ? () => ['*'] : (ABOUT[name] ?? handler?.on);
      const context = name === 'iam:PassRole' ? { context: TO_LAMBDA } : {};
      return (subject?.(made, account) ?? []).map((arn) => ({ action: name, resource: arn, ...context }));
    });
};

const TO_LAMBDA = { 'iam:PassedToService': 'lambda.amazonaws.com' };

/** Throws what the resource's service would answer; the call takes no effect then. */
export const checkRights = ({ account, iam }: Wires, who: Principal | undefined, change: Change): void => {
  if (who === undefined) return;
  for (const need of needsFor(account, change)) {
    const decision = iam.judge(who, need);
    if (!decision.allowed) throw new Refusal('AccessDenied', decision.why, 403);
  }
};
