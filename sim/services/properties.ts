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

/** A list of strings, of which there is at least one. */
export const textsOf = (properties: Properties, name: string): readonly string[] => {
  const value = properties[name];
  if (Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string')) return value;
  throw new Error(`${name} must be a list of strings, not ${JSON.stringify(value)}`);
};

/** A whole number in a range, if given. CloudFormation takes numbers as strings, too. */
export const checkWhole = (properties: Properties, name: string, [least, most]: readonly [number, number]): void => {
  const value = properties[name];
  if (value === undefined) return;
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (Number.isInteger(number) && Number(number) >= least && Number(number) <= most) return;
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not ${JSON.stringify(value)}`);
};

/** True or false, if given. */
export const checkFlag = (properties: Properties, name: string): void => {
  const value = properties[name];
  if (value === undefined || [true, false, 'true', 'false'].includes(value as boolean | string)) return;
  throw new Error(`${name} must be true or false, not ${JSON.stringify(value)}`);
};

/** A string of no more than so many characters, if given; it may be empty. */
export const checkProse = (properties: Properties, name: string, longest: number): void => {
  const value = properties[name];
  if (value === undefined || (typeof value === 'string' && value.length <= longest)) return;
  throw new Error(`${name} must be a string of at most ${longest} characters, not ${JSON.stringify(value)}`);
};

export const queueArnOf = (properties: Properties, name: string): string => {
  const arn = textOf(properties, name);
  if (/^arn:[^:]+:sqs:[^:]+:\d{12}:[\w-]{1,80}(\.fifo)?$/.test(arn)) return arn;
  throw new Error(`${name} ${arn} is no queue's ARN`);
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
