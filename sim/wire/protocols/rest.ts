import type { Member, OperationModel, ScalarShape, Shape, Structure } from '../../models/model.ts';
import type { Exchange } from '../exchange.ts';
import { labelsOf } from './route.ts';
import { fromText, toText } from './text.ts';
import { fromDate, toDate } from './timestamps.ts';

/** What both REST protocols have in common: the members that are outside of the body. */
export const fromOutside = ({ input, ...operation }: OperationModel, exchange: Exchange): Values =>
  Object.fromEntries(
    input.members
      .filter(({ location }) => location !== undefined)
      .map((member) => [member.name, readOutside(member, operation, exchange)] as const)
      .filter(([, value]) => value !== undefined),
  );

type Values = Readonly<Record<string, unknown>>;
type Place = Pick<OperationModel, 'name' | 'path'>;

const readOutside = (member: Member, operation: Place, { headers, path }: Exchange): unknown => {
  const { location, wireName } = member;
  const [before = '', after = ''] = path.split('?', 2);
  if (location === 'uri') return scalarIn(member, [labelsOf(operation.path, before)?.[wireName]]);
  if (location === 'querystring') return scalarIn(member, new URLSearchParams(after).getAll(wireName));
  if (location === 'header') return scalarIn(member, inHeader(member, headers[wireName.toLowerCase()]));
  if (location === 'headers') return withPrefix(headers, wireName.toLowerCase());
  throw new Error(`${operation.name} takes ${member.name} from "${location}": that cannot be read here`);
};

/** A list comes as one header, with commas between. */
const inHeader = ({ shape }: Member, header: string | string[] | undefined): readonly (string | undefined)[] => {
  const text = header === undefined ? undefined : String(header);
  return shape.kind === 'list' && text !== undefined ? text.split(',').map((one) => one.trim()) : [text];
};

const scalarIn = ({ shape, name }: Member, texts: readonly (string | undefined)[]): unknown => {
  const given = texts.filter((text) => text !== undefined);
  if (given.length === 0) return undefined;
  if (shape.kind === 'list') return given.map((text) => fromRestText(scalar(shape.item.shape, name), text));
  return fromRestText(scalar(shape, name), given[0] ?? '');
};

const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** A scalar as text, of the kind that HTTP itself has: its dates, too. */
export const fromRestText = (shape: ScalarShape, text: string): unknown =>
  shape.kind === 'timestamp' && HTTP_DATE.test(text) ? toDate(new Date(text).toISOString()) : fromText(shape, text);

/** A map whose entries are headers of their own. */
const withPrefix = (headers: Exchange['headers'], prefix: string): Values | undefined => {
  const entries = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return entries.length === 0
    ? undefined
    : Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), String(value)]));
};

export const headersOf = (shape: Structure, value: Values): Record<string, string> =>
  Object.fromEntries(
    shape.members
      .filter(({ name }) => value[name] !== undefined)
      .flatMap((member): readonly (readonly [string, string])[] => {
        const [name, given] = [member.wireName.toLowerCase(), value[member.name]];
        if (member.location === 'headers') {
          return Object.entries(given as Values).map(([key, one]) => [name + key, String(one)]);
        }
        return member.location === 'header' ? [[name, headerText(member, given)]] : [];
      }),
  );

const headerText = ({ shape, name, timestampFormat }: Member, value: unknown): string =>
  value instanceof Date
    ? String(fromDate(value, timestampFormat ?? formatOf(shape) ?? 'rfc822'))
    : toText(scalar(shape, name), value);

const formatOf = (shape: Shape): ScalarShape['timestampFormat'] =>
  'timestampFormat' in shape ? shape.timestampFormat : undefined;

const scalar = (shape: Shape, name: string): ScalarShape => {
  if (shape.kind === 'structure' || shape.kind === 'list' || shape.kind === 'map') {
    throw new Error(`${name} is a ${shape.kind} outside of the body: that cannot be carried here`);
  }
  return shape;
};

/** The member that is the body itself. */
export const payloadOf = (shape: Structure): Member | undefined =>
  shape.members.find(({ name }) => name === shape.payload);

export const inBody = (shape: Structure): Structure => ({
  ...shape,
  members: shape.members.filter(({ location }) => location === undefined),
});
