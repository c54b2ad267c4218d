import type { Shape } from '../../models/model.ts';

/** A value in a validation message, as AWS's services, which are written in Java, print it. */
export const printed = (shape: Shape, value: unknown): string => {
  if (shape.kind !== 'structure' && shape.sensitive) return '***';
  if (value instanceof Uint8Array) {
    const size = value.byteLength;
    return `java.nio.HeapByteBuffer[pos=0 lim=${size} cap=${size}]`;
  }
  if (Array.isArray(value) && shape.kind === 'list') {
    return `[${value.map((item) => printed(shape.item.shape, item)).join(', ')}]`;
  }
  if (shape.kind === 'map') return `{${pairs(value, () => shape.value.shape)}}`;
  if (shape.kind === 'structure') {
    return `${shape.name}(${pairs(value, (name) => shape.members.find((member) => member.name === name)?.shape)})`;
  }
  return value instanceof Date ? value.toISOString() : String(value);
};

const pairs = (value: unknown, shapeOf: (name: string) => Shape | undefined): string =>
  Object.entries(value as object)
    .map(([name, item]) => {
      const shape = shapeOf(name);
      return `${name}=${shape === undefined ? String(item) : printed(shape, item)}`;
    })
    .join(', ');
