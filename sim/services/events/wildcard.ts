/** `*` is any run of characters; `\*` and `\\` are themselves. Two stars in a row are refused, as EventBridge does. */
export const wildcard = (argument: unknown, invalid: (why: string) => Error): ((value: unknown) => boolean) => {
  if (typeof argument !== 'string') throw invalid('wildcard match pattern must be a string');
  const expression = new RegExp(`^${toExpression(argument, invalid)}$`, 's');
  return (value) => typeof value === 'string' && expression.test(value);
};

const toExpression = (text: string, invalid: (why: string) => Error): string => {
  let expression = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const next = text.charAt(index + 1);
    if (character === '*' && next === '*') throw invalid(`Consecutive wildcard characters at pos ${index}`);
    if (character === '\\' && next !== '*' && next !== '\\') throw invalid(`Invalid escape character at pos ${index}`);
    if (character === '\\') index += 1;
    expression += character === '*' ? '.*' : quoted(character === '\\' ? next : character);
  }
  return expression;
};

const quoted = (character: string): string => character.replace(/[.*+?^${}()|[\]\\]/, '\\$&');
