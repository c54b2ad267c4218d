import type { Statement } from '../types.ts';
import { type Context, KEYS } from './context.ts';
import { OPERATORS, readOperator } from './operators.ts';
import { literal } from './wildcard.ts';

/** `${aws:username}`, `${aws:username, 'nobody'}`, and `${*}`, `${?}`, `${$}` for the character itself. */
const VARIABLE = /\$\{([^}]*)\}/g;
const DEFAULTED = /^([^,]*?)(?:,\s*'([^']*)')?$/;
const CHARACTERS = ['*', '?', '$'];
/** The only version of the policy language that knows variables: in the other they are what they look like. */
const WITH_VARIABLES = '2012-10-17';

/** The statement with its variables filled in; undefined when one has no value, for then it applies to nothing. */
export const resolved = (
  statement: Statement,
  version: string | undefined,
  context: Context,
): Statement | undefined => {
  if (version !== WITH_VARIABLES || !JSON.stringify(statement).includes('${')) return statement;
  try {
    const pattern = (text: string): string => fill(text, context, literal);
    const { Resource, NotResource, Condition } = statement;
    return {
      ...statement,
      ...(Resource !== undefined && { Resource: [Resource].flat().map(pattern) }),
      ...(NotResource !== undefined && { NotResource: [NotResource].flat().map(pattern) }),
      ...(Condition !== undefined && { Condition: resolvedCondition(Condition, context) }),
    };
  } catch (cause) {
    if (cause === UNRESOLVED) return undefined;
    throw cause;
  }
};

/** Sentences about variables of the text that nothing here gives a value. */
export const unknownVariables = (text: string): readonly string[] =>
  [...text.matchAll(VARIABLE)]
    .map(([, inner = '']) => inner)
    .filter((inner) => !CHARACTERS.includes(inner) && !isKnown(DEFAULTED.exec(inner)?.[1]))
    .map((inner) => `policy variable \${${inner}} is unknown (known: ${KEYS.join(', ')})`);

/** Keys whose values the text's variables stand for, those with a default left out. */
export const keysOfVariables = (text: string): readonly string[] =>
  [...text.matchAll(VARIABLE)].flatMap(([, inner = '']) =>
    CHARACTERS.includes(inner) || inner.includes(',') ? [] : [inner.trim()],
  );

const isKnown = (key: string | undefined): boolean =>
  KEYS.some((known) => known.toLowerCase() === key?.trim().toLowerCase());

const UNRESOLVED = new Error('a policy variable has no value');

const fill = (text: string, context: Context, made: (value: string) => string): string =>
  text.replaceAll(VARIABLE, (_, inner: string) => {
    if (CHARACTERS.includes(inner)) return made(inner);
    const [, key = '', otherwise] = DEFAULTED.exec(inner) ?? [];
    const [value = otherwise] = context.get(key.trim().toLowerCase()) ?? [];
    if (value === undefined) throw UNRESOLVED;
    return made(value);
  });

type Condition = NonNullable<Statement['Condition']>;

const resolvedCondition = (condition: Condition, context: Context): Condition =>
  mapped(condition, (keys, operator) => {
    const kind = OPERATORS[readOperator(operator).plain]?.values ?? 'plain';
    if (kind === 'plain') return keys;
    const made = kind === 'pattern' ? literal : (value: string): string => value;
    return mapped(keys, (values) => [values].flat().map((value) => fill(String(value), context, made)));
  });

const mapped = <T, U>(from: Readonly<Record<string, T>>, change: (value: T, key: string) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(from).map(([key, value]) => [key, change(value, key)]));
