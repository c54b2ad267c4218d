/** Whether `text` is what `pattern` describes: `*` is any run of characters, `?` is one. Nothing else is special. */
export const like = (pattern: string, text: string): boolean => compiled(pattern).test(text);

/** ARNs are compared part by part and case by case: a wildcard never reaches across the first five colons. */
export const arnLike = (pattern: string, arn: string): boolean => {
  if (pattern === '*') return true;
  const [wanted, given] = [parts(pattern), parts(arn)];
  return wanted.every((part, index) => like(part, given[index] ?? ''));
};

const cache = new Map<string, RegExp>();

const compiled = (pattern: string): RegExp => {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  const made = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
  cache.set(pattern, made);
  return made;
};

const parts = (arn: string): string[] => {
  const [prefix, partition, service, region, account, ...resource] = arn.split(':');
  return [prefix, partition, service, region, account, resource.join(':')].map((part) => part ?? '');
};
