/** Reads the value at a JSONPath out of an event; undefined when there is none. */
export type Path = (event: unknown) => unknown;

/** `$`, `$.detail.state`, `$.resources[0]`: names by dots, elements by number. Undefined for what is no such path. */
export const pathOf = (text: string): Path | undefined => {
  if (!/^\$(\.[^.[\]*?@()\s'"]+|\[\d+\])*$/.test(text)) return undefined;
  const steps = [...text.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  return (event) => steps.reduce<unknown>(valueAt, event);
};

const valueAt = (node: unknown, step: string | number): unknown => {
  if (Array.isArray(node)) return typeof step === 'number' ? node[step] : undefined;
  if (typeof node !== 'object' || node === null || typeof step === 'number') return undefined;
  return Object.hasOwn(node, step) ? Object.entries(node).find(([name]) => name === step)?.[1] : undefined;
};
