import { type AlarmState, Refusal } from '../../../types.ts';
import { type Token, tokensOf } from './rule-tokens.ts';

/** What a rule, or a part of it, says of its alarms' states now. An alarm without a state is in none. */
export type Evaluate = (stateOf: (child: string) => AlarmState | undefined) => boolean;

/** A place in a rule that moves forward, with what was met on the way. */
export type Cursor = {
  readonly peek: () => Token | undefined;
  readonly skip: () => void;
  /** Takes the next token if it is this word or mark. */
  readonly takes: (word: string) => boolean;
  readonly needs: (mark: string) => void;
  readonly unsupported: (expected: readonly string[]) => Refusal;
  /** As they were met, those that were met twice too. */
  readonly children: string[];
  /** Alarms, TRUE and FALSE, and pairs of brackets that group. */
  elements: number;
};

export const cursorOver = (text: string): Cursor => {
  const tokens = tokensOf(text);
  let place = 0;
  const peek = (): Token | undefined => tokens[place];
  const takes = (word: string): boolean => {
    if (!isWord(peek(), word)) return false;
    place += 1;
    return true;
  };
  const unsupported = (expected: readonly string[]): Refusal => {
    const { text: found, at } = peek() ?? { text: '<EOF>', at: text.length };
    return new Refusal(
      'ValidationError',
      `Error in AlarmRule [Unsupported token '${found}' at char ${at}, must be: ${expected.join(', ')}]`,
    );
  };
  const needs = (mark: string): void => {
    if (!takes(mark)) throw unsupported([`'${mark}'`]);
  };
  const skip = (): void => {
    place += 1;
  };
  return { peek, skip, takes, needs, unsupported, children: [], elements: 0 };
};

const isWord = (token: Token | undefined, word: string): boolean =>
  token !== undefined && !token.quoted && token.text === word;

const STATES: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];

export const takeState = (cursor: Cursor): AlarmState | undefined => STATES.find((name) => cursor.takes(name));

export const childName = (cursor: Cursor): string => {
  const token = cursor.peek();
  if (token === undefined || token.text === '' || (!token.quoted && /^[(),]$/.test(token.text))) {
    throw cursor.unsupported(['an alarm name or ARN']);
  }
  cursor.skip();
  cursor.children.push(token.text);
  cursor.elements += 1;
  return token.text;
};
