import type { InputTransformer } from '@aws-sdk/client-eventbridge';
import { Refusal, type ServiceEvent } from '../../types.ts';
import { isJson } from '../json.ts';
import type { Matched, ToText } from './input.ts';
import { type Path, pathOf } from './paths.ts';

/** Paths of one transformer. */
const MOST_PATHS = 100;

type Piece =
  | { readonly literal: string }
  | { readonly name: string /** Whether it stands inside of a JSON string. */; readonly inString: boolean };

/** A template whose `<name>`s are filled with what the paths find in the event, or with EventBridge's own variables. */
export const transformerOf = (id: string, transformer: InputTransformer): ToText => {
  const paths = pathsOf(id, transformer);
  const pieces = piecesOf(transformer.InputTemplate ?? '');
  for (const piece of pieces) {
    if ('literal' in piece || paths.has(piece.name) || piece.name in OWN) continue;
    throw new Refusal(
      'ValidationException',
      `InputTemplate for target ${id} contains invalid placeholder ${piece.name}.`,
    );
  }
  if (!isTemplate(pieces.map((piece) => stubOf(piece)).join(''))) {
    throw new Refusal('ValidationException', `Invalid InputTemplate for target ${id}.`);
  }
  return (matched) => pieces.map((piece) => filled(piece, paths, matched)).join('');
};

const pathsOf = (id: string, { InputPathsMap: given = {} }: InputTransformer): ReadonlyMap<string, Path> => {
  const entries = Object.entries(given);
  if (entries.length > MOST_PATHS) {
    throw new Refusal('ValidationException', `InputPathsMap for target ${id} has more than ${MOST_PATHS} entries.`);
  }
  return new Map(
    entries.map(([name, text]) => {
      const path = /^aws/i.test(name) ? undefined : pathOf(text);
      if (path !== undefined) return [name, path];
      throw new Refusal('ValidationException', `Invalid InputPath for target ${id}: ${name}.`);
    }),
  );
};

/** Variables that no path needs to be given for. */
const OWN: Readonly<Record<string, (matched: Matched) => unknown>> = {
  'aws.events.rule-arn': ({ rule }) => rule.arn,
  'aws.events.rule-name': ({ rule }) => rule.name,
  'aws.events.event.ingestion-time': ({ event }) => event.time,
  // The event without its detail, and with a name that JSONPath can spell.
  'aws.events.event': ({ event }) => withoutDetail(event),
  'aws.events.event.json': ({ event }) => event,
};

const withoutDetail = (event: ServiceEvent) => {
  const { detail: _detail, 'detail-type': detailType, ...rest } = event;
  return { ...rest, detailType };
};

const piecesOf = (template: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let before = '';
  for (const [text, name] of template.matchAll(/<([^<>\s"]+)>|[^<]+|</g)) {
    pieces.push(name === undefined ? { literal: text } : { name, inString: isInString(before) });
    before += text;
  }
  return pieces;
};

const isInString = (before: string): boolean => (before.match(/(?<!\\)(?:\\\\)*"/g) ?? []).length % 2 === 1;

const stubOf = (piece: Piece): string => {
  if ('literal' in piece) return piece.literal;
  return piece.inString ? '' : '""';
};

/** One JSON value, or one string on each line. */
const isTemplate = (text: string): boolean => isJson(text) || text.split('\n').every((line) => isJson(line));

const filled = (piece: Piece, paths: ReadonlyMap<string, Path>, matched: Matched): string => {
  if ('literal' in piece) return piece.literal;
  const value = paths.get(piece.name)?.(matched.event) ?? OWN[piece.name]?.(matched) ?? '';
  if (!piece.inString) return JSON.stringify(value);
  // Inside of a string JSON loses its quotes; a plain string keeps its escapes.
  if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
  return JSON.stringify(value).replaceAll('"', '');
};
