import { checkApart, type Path } from './paths.ts';
import type { Placeholders } from './placeholders.ts';
import { readEnd, readingOf, readPath } from './reader.ts';

/** `a, b.c[0]` */
export const parseProjection = (text: string, placeholders: Placeholders): readonly Path[] => {
  const reading = readingOf(text, 'ProjectionExpression', placeholders);
  const paths: Path[] = [];
  do paths.push(readPath(reading));
  while (reading.take('sign', ','));
  readEnd(reading);
  checkApart(paths, reading.where);
  return paths;
};
