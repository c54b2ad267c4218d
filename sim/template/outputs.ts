import type { Identity } from '../types.ts';
import { resolve } from './intrinsics.ts';
import { lookupIn, type Setting } from './lookup.ts';
import { record, type Template, TemplateError } from './template.ts';

/** What a stack tells of itself once it is there. */
export type Output = {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly exportName?: string;
};

const KEYS = ['Condition', 'Description', 'Export', 'Value'];

/** The template's outputs, resolved; throws with every problem. */
export const outputsOf = (
  template: Template,
  setting: Setting,
  identities: ReadonlyMap<string, Identity>,
): readonly Output[] => {
  const lookup = lookupIn(template, setting, identities);
  const problems: string[] = [];
  const text = (value: unknown): string => {
    const found = resolve(value, lookup);
    if (typeof found === 'string' && found !== '') return found;
    if (typeof found === 'number' || typeof found === 'boolean') return String(found);
    throw new Error(`its value must be a string, not ${JSON.stringify(found)}`);
  };
  const read = (key: string, given: Readonly<Record<string, unknown>>): readonly Output[] => {
    const { Condition: condition, Description: description, Export: exported, Value: value } = given;
    const unknown = Object.keys(given).find((name) => !KEYS.includes(name));
    if (unknown !== undefined) throw new Error(`${unknown} is not supported`);
    if (!/^[A-Za-z0-9]{1,255}$/.test(key)) throw new Error('its name must be alphanumeric');
    if (typeof condition === 'string' && !lookup.condition(condition)) return [];
    const name = record(exported)['Name'];
    return [
      {
        key,
        value: text(value),
        ...(typeof description === 'string' ? { description } : {}),
        ...(name === undefined ? {} : { exportName: text(name) }),
      },
    ];
  };
  const outputs = Object.entries(template.outputs).flatMap(([key, given]) => {
    try {
      return read(key, record(given));
    } catch (cause) {
      problems.push(`output ${key}: ${cause instanceof Error ? cause.message : String(cause)}`);
      return [];
    }
  });
  if (problems.length > 0) throw new TemplateError(template.file, problems);
  return outputs;
};
