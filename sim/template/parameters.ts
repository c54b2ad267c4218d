import type { TemplateParameter } from './template.ts';

/** A parameter's value as `Ref` gives it: a list for the types that are lists. */
export const refValue = ({ type }: Pick<TemplateParameter, 'type'>, text: unknown): unknown =>
  isList(type) && typeof text === 'string' ? text.split(',').map((part) => part.trim()) : text;

const isList = (type: string): boolean =>
  type === 'CommaDelimitedList' || type.startsWith('List<') || /<(List<.+>|CommaDelimitedList)>$/.test(type);
