import { createRequire, syncBuiltinESMExports } from 'node:module';
import { drawsFrom, uuidFrom } from '../../kernel/chance.ts';

type Callback<T> = (error: Error | null, value: T) => void;

/** From here on, all randomness that a bundle can reach in this thread is drawn from `seed`. */
export const installChance = (seed: string): void => {
  const draw = drawsFrom(seed);
  const uuid = (): string => uuidFrom(draw);
  const fill = <T extends ArrayBufferView>(view: T, offset = 0, size = view.byteLength - offset): T => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, size);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = Math.floor(draw() * 256);
    return view;
  };
  Math.random = draw;
  replace(createRequire(import.meta.url)('node:crypto'), nodeCrypto(draw, uuid, fill));
  replace(globalThis.crypto, { randomUUID: uuid, getRandomValues: (view: Uint8Array) => fill(view) });
  syncBuiltinESMExports();
};

/** `crypto.getRandomValues` of node:crypto follows the one of globalThis.crypto. */
const replace = (target: object, members: Readonly<Record<string, unknown>>): void => {
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
};

type Fill = <T extends ArrayBufferView>(view: T, offset?: number, size?: number) => T;

const nodeCrypto = (draw: () => number, uuid: () => string, fill: Fill): Readonly<Record<string, unknown>> => ({
  randomUUID: uuid,
  randomFillSync: fill,
  randomBytes: (size: number, callback?: Callback<Buffer>) => later(fill(Buffer.alloc(size)), callback),
  randomInt: (from: number, to?: number | Callback<number>, callback?: Callback<number>) => {
    const [min, max] = typeof to === 'number' ? [from, to] : [0, from];
    return later(min + Math.floor(draw() * (max - min)), typeof to === 'function' ? to : callback);
  },
});

const later = <T>(value: T, callback: Callback<T> | undefined): T | undefined => {
  if (callback === undefined) return value;
  setImmediate(() => callback(null, value));
  return undefined;
};
