/** Reads a resource's resolved properties; throws a sentence about one that is not what CloudFormation takes. */
export const textOf = (properties: Properties, name: string): string => {
  const value = properties[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`${name} must be a string, not ${JSON.stringify(value)}`);
};

export const optionalText = (properties: Properties, name: string): string | undefined =>
  properties[name] === undefined ? undefined : textOf(properties, name);

export const oneOf = (properties: Properties, name: string, known: readonly string[]): string => {
  const value = textOf(properties, name);
  if (known.includes(value)) return value;
  throw new Error(`${name} ${value} is not supported (supported: ${known.join(', ')})`);
};

/** A list of objects, each with no other members than `known`. */
export const objectsOf = (properties: Properties, name: string, known: readonly string[]): readonly Properties[] => {
  const value = properties[name] ?? [];
  if (!Array.isArray(value)) throw new Error(`${name} must be a list, not ${JSON.stringify(value)}`);
  return value.map((entry) => checked(entry, name, known));
};

export const objectOf = (properties: Properties, name: string, known: readonly string[]): Properties | undefined =>
  properties[name] === undefined ? undefined : checked(properties[name], name, known);

export type Properties = Readonly<Record<string, unknown>>;

const checked = (value: unknown, name: string, known: readonly string[]): Properties => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${name} must be an object, not ${JSON.stringify(value)}`);
  }
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw new Error(`${name}.${key} is not supported (supported: ${known.join(', ')})`);
  }
  return { ...value };
};
