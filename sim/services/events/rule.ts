import { type Account, Refusal } from '../../types.ts';
import type { Pattern } from './pattern.ts';
import type { Schedule } from './schedule.ts';
import type { Target } from './target.ts';

/** What PutRule says of a rule, checked. */
export type Definition = {
  readonly enabled: boolean;
  readonly description?: string;
  readonly roleArn?: string;
  readonly patternText?: string;
  readonly pattern?: Pattern;
  readonly scheduleExpression?: string;
  readonly schedule?: Schedule;
};

export type Rule = {
  readonly name: string;
  readonly arn: string;
  definition: Definition;
  /** By their id, in the order in which they came. */
  readonly targets: Map<string, Target>;
};

/** The rules of the default bus, by their name. */
export type Rules = Map<string, Rule>;

export const BUS = 'default';

export const busArn = ({ partition, region, id }: Account): string =>
  `arn:${partition}:events:${region}:${id}:event-bus/${BUS}`;

export const ruleArn = ({ partition, region, id }: Account, name: string): string =>
  `arn:${partition}:events:${region}:${id}:rule/${name}`;

export const findRule = (rules: Rules, name = ''): Rule => {
  const rule = rules.get(name);
  if (rule !== undefined) return rule;
  throw new Refusal('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${BUS}.`);
};

/** By its name or its ARN. There is the default bus only: the services of the account send to it. */
export const checkBus = (account: Account, named = BUS): void => {
  if (named === BUS || named === busArn(account)) return;
  const name = named.replace(/^arn:.*:event-bus\//, '');
  throw new Refusal('ResourceNotFoundException', `Event bus ${name} does not exist.`);
};
