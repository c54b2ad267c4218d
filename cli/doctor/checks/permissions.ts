import type { FunctionPart, Inventory } from '../inventory/inventory.ts';
import type { Permission } from '../promised/parts.ts';
import type { Statement } from '../promised/statements.ts';

export const functionArn = ({ place, deployed }: Inventory, part: Exclude<FunctionPart, 'strategist'>): string =>
  `arn:${place.partition}:lambda:${place.region}:${place.account}:function:${deployed.parts[part]}`;

/** Whether the function's policy lets the service call it from there; a statement without a source lets it from anywhere. */
export const mayCall = (policy: readonly Statement[], { by, from }: Permission): boolean =>
  policy.some(
    ({ effect, actions, principals, conditions }) =>
      effect === 'Allow' &&
      principals.some((principal) => principal === '*' || principal === `Service:${by}`) &&
      actions.some((action) => /^lambda:(?:invokefunction|\*)$/i.test(action)) &&
      sourcesIn(conditions).every((source) => source === from),
  );

const sourcesIn = (conditions: Statement['conditions']): readonly string[] =>
  Object.entries(conditions).flatMap(([key, values]) => (key.endsWith(' aws:sourcearn') ? values : []));
