/** Whether `text` is what `pattern` describes: `*` is any run of characters, `?` is one, unless made `literal`. */
export const like = (pattern: string, text: string): boolean => compiled(pattern).test(text);

/** Text for a pattern in which nothing is special. */
export const literal = (text: string): string => text.replaceAll(/[*?]/g, `${LITERAL}$&`);

/** ARNs are compared part by part and case by case: a wildcard never reaches across the first five colons. */
export const arnLike = (pattern: string, arn: string): boolean => {
  if (pattern === '*') return true;
  const [wanted, given] = [parts(pattern), parts(arn)];
  return wanted.every((part, index) => like(part, given[index] ?? ''));
};

/** An ARN of fewer than six parts, with `*` for those that it lacks. */
export const completed = (arn: string): string => {
  const given = arn.split(':');
  return given[0] === 'arn' ? [...given, ...Array<string>(Math.max(0, 6 - given.length)).fill('*')].join(':') : arn;
};

/** Says that the next character stands for itself; no policy can hold this one. */
const LITERAL = '\0';
const SPECIAL = /\0(?<taken>.)|(?<wild>[*?])|(?<plain>[.+^${}()|[\]\\])/gs;

const cache = new Map<string, RegExp>();

const compiled = (pattern: string): RegExp => {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const source = pattern.replaceAll(SPECIAL, (_, taken?: string, wild?: string, plain?: string) => {
    if (wild !== undefined) return wild === '*' ? '.*' : '.';
    return `\\${taken ?? plain}`;
  });
  const made = new RegExp(`^${source}$`, 's');
  cache.set(pattern, made);
  return made;
};

const parts = (arn: string): string[] => {
  const [prefix, partition, service, region, account, ...resource] = arn.split(':');
  return [prefix, partition, service, region, account, resource.join(':')].map((part) => part ?? '');
};
