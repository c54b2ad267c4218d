import type { Target as TargetInput } from '@aws-sdk/client-eventbridge';
import { Refusal, type ServiceEvent } from '../../types.ts';
import { pathOf } from './paths.ts';
import { transformerOf } from './transformer.ts';

/** What a target is told of: the event, the rule that matched it, and when EventBridge took it in. */
export type Matched = {
  readonly event: ServiceEvent;
  readonly rule: { readonly name: string; readonly arn: string };
};

/** The text that a target gets; undefined when there is nothing to give. */
export type ToText = (matched: Matched) => string | undefined;

/** How a target's input is made: of the whole event, unless it says otherwise. */
export const inputOf = (target: TargetInput): ToText => {
  const { Id: id, Input: constant, InputPath: path, InputTransformer: transformer } = target;
  if ([constant, path, transformer].filter((given) => given !== undefined).length > 1) {
    const why = `Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`;
    throw new Refusal('ValidationException', why);
  }
  if (transformer !== undefined) return transformerOf(id ?? '', transformer);
  if (path !== undefined) return partOf(id, path);
  if (constant === undefined || constant === '') return ({ event }) => JSON.stringify(event);
  checkJson(constant, `Parameter Input for target ${id} is not valid JSON.`);
  return () => constant;
};

const partOf = (id: string | undefined, text: string): ToText => {
  const path = pathOf(text);
  if (path === undefined) throw new Refusal('ValidationException', `Invalid InputPath for target ${id}.`);
  return ({ event }) => JSON.stringify(path(event));
};

const checkJson = (text: string, why: string): void => {
  try {
    JSON.parse(text);
  } catch {
    throw new Refusal('ValidationException', why);
  }
};
