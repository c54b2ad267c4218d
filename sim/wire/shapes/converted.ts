import type { Member, ScalarShape, Shape, Structure } from '../../models/model.ts';

/** How a protocol writes, or reads, what all protocols have in common. */
export type Conversion = {
  readonly scalar: (shape: ScalarShape, value: unknown, member: Member | undefined) => unknown;
  /** A member's name in what is converted, and in what comes out. */
  readonly from: (member: Member) => string;
  readonly to: (member: Member) => string;
};

/**
 * Carries a value over, shape by shape. Members that the shape does not have, and those without a value, are dropped;
 * a value of the wrong type stays as it is, for others to find.
 */
export const converted = (how: Conversion, shape: Shape, value: unknown, member?: Member): unknown => {
  if (value === undefined || value === null) return value;
  if (shape.kind === 'structure') return isEntries(value) ? structure(how, shape, value) : value;
  if (shape.kind === 'list') {
    return Array.isArray(value) ? value.map((item) => converted(how, shape.item.shape, item, shape.item)) : value;
  }
  if (shape.kind === 'map') {
    if (!isEntries(value)) return value;
    const entries = Object.entries(value).map(([key, item]) => [
      key,
      converted(how, shape.value.shape, item, shape.value),
    ]);
    return Object.fromEntries(entries);
  }
  return how.scalar(shape, value, member);
};

const structure = (how: Conversion, shape: Structure, value: Entries): Entries => {
  const result: Record<string, unknown> = {};
  for (const member of shape.members) {
    const inner = converted(how, member.shape, value[how.from(member)], member);
    if (inner !== undefined && inner !== null) result[how.to(member)] = inner;
  }
  return result;
};

export type Entries = Readonly<Record<string, unknown>>;

/** A structure's or a map's value. */
export const isEntries = (value: unknown): value is Entries =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !ArrayBuffer.isView(value);
