import { type Lookup, resolve } from './intrinsics.ts';
import { isRecord, type Json } from './template.ts';

/** Whether a named condition of the template holds. Conditions may only look at parameters and at one another. */
export const conditionOf = (conditions: Json, lookup: Lookup): ((name: string) => boolean) => {
  const open = new Set<string>();
  const named = (name: string): boolean => {
    if (!Object.hasOwn(conditions, name)) throw new Error(`there is no condition ${name}`);
    if (open.has(name)) throw new Error(`condition ${name} depends on itself`);
    open.add(name);
    const holds = test(conditions[name]);
    open.delete(name);
    return holds;
  };
  const test = (expression: unknown): boolean => {
    const [name, ...more] = isRecord(expression) ? Object.keys(expression) : [];
    if (!isRecord(expression) || name === undefined || more.length > 0) {
      throw new Error(`${JSON.stringify(expression)} is not a condition`);
    }
    const argument = expression[name];
    if (name === 'Condition') return named(String(argument));
    const operands = Array.isArray(argument) ? argument : [];
    if (name === 'Fn::And') return operands.every(test);
    if (name === 'Fn::Or') return operands.some(test);
    if (name === 'Fn::Not') return !test(operands[0]);
    if (name === 'Fn::Equals') return String(resolve(operands[0], lookup)) === String(resolve(operands[1], lookup));
    throw new Error(
      `${name} is not supported in conditions (supported: Fn::And, Fn::Or, Fn::Not, Fn::Equals, Condition)`,
    );
  };
  return named;
};
