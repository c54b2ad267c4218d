import type { Shape, Structure } from '../../models/model.ts';
import { fromRestText } from './rest.ts';

/** An element: its text if it holds no others. */
export type Element = { readonly name: string; readonly inner: readonly Element[]; readonly text: string };

const TOKEN = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(?<close>\/)?(?<name>[\w:.-]+)(?<rest>[^>]*)>|(?<text>[^<]+)/gy;

/** The root of a document without CDATA and document types, which no client here writes. Throws a SyntaxError. */
export const parseXml = (text: string): Element => {
  const open: Open[] = [{ name: '', inner: [], text: '' }];
  let read = 0;
  for (const token of text.matchAll(TOKEN)) {
    read += token[0].length;
    take(open, token.groups ?? {});
  }
  const [document] = open;
  const [root] = document?.inner ?? [];
  if (read < text.length || open.length > 1 || root === undefined || document?.inner.length !== 1) {
    throw new SyntaxError('the body is no well-formed XML');
  }
  return root;
};

type Open = { readonly name: string; readonly inner: Element[]; text: string };
type Token = { readonly [part: string]: string | undefined };

const take = (open: Open[], { close, name, rest, text }: Token): void => {
  const current = open.at(-1);
  if (current === undefined) return;
  if (text !== undefined) current.text += unescaped(text);
  if (name === undefined) return;
  if (close === undefined) {
    const begun: Open = { name, inner: [], text: '' };
    current.inner.push(begun);
    if (rest?.endsWith('/') !== true) open.push(begun);
    return;
  }
  if (open.length === 1 || current.name !== name) throw new SyntaxError(`</${name}> closes what was not opened`);
  open.pop();
};

/** The value that an element holds, as its shape describes it. Members that the shape does not have are dropped. */
export const fromXml = (shape: Shape, element: Element): unknown => {
  if (shape.kind === 'structure') return structure(shape, element);
  if (shape.kind === 'list') return element.inner.map((item) => fromXml(shape.item.shape, item));
  if (shape.kind === 'map') throw new Error(`${shape.name} is a map in XML: that cannot be read here`);
  return fromRestText(shape, element.text);
};

const structure = ({ members }: Structure, { inner }: Element): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    members.flatMap(({ name, wireName, shape }) => {
      const found = inner.filter((one) => one.name === wireName);
      const [first] = found;
      if (first === undefined) return [];
      const isFlat = shape.kind === 'list' && shape.flattened;
      return [[name, isFlat ? found.map((item) => fromXml(shape.item.shape, item)) : fromXml(shape, first)]];
    }),
  );

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replaceAll(/&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));/g, (whole, decimal?: string, hex?: string, name = '') => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return NAMED[name] ?? whole;
  });
