import type { Random, Seeded } from '../types.ts';
import { drawsFrom, uuidFrom } from './chance.ts';

/** All chance of a world: streams by name, each a function of the seed and its name alone. */
export const makeSeeded = (seed: number): Seeded => {
  const streams = new Map<string, Random>();
  const random = (stream: string): Random => {
    const known = streams.get(stream) ?? drawsFrom(`${seed}/${stream}`);
    streams.set(stream, known);
    return known;
  };
  return { random, id: (stream) => uuidFrom(random(`id/${stream}`)) };
};
