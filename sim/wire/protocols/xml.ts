import type { Member, Shape } from '../../models/model.ts';
import { formName } from './form.ts';
import { toText } from './text.ts';

/** An element, or several of one name for a flat list; nothing for what has no value. */
export const toXml = (name: string, shape: Shape, value: unknown): string => {
  if (value === undefined || value === null) return '';
  if (shape.kind === 'structure') return element(name, insideXml(shape.members, value as Entries));
  if (shape.kind === 'list') {
    const item = shape.flattened ? name : shape.item.wireName;
    const items = (value as readonly unknown[]).map((one) => toXml(item, shape.item.shape, one)).join('');
    return shape.flattened ? items : element(name, items);
  }
  if (shape.kind === 'map') {
    const entry = shape.flattened ? name : 'entry';
    const entries = Object.entries(value as Entries).map(([key, one]) =>
      element(
        entry,
        toXml(shape.key.queryName, shape.key.shape, key) + toXml(shape.value.queryName, shape.value.shape, one),
      ),
    );
    return shape.flattened ? entries.join('') : element(name, entries.join(''));
  }
  return element(name, escapeXml(toText(shape, value)));
};

export const insideXml = (members: readonly Member[], value: Entries): string =>
  members.map((member) => toXml(formName(member), member.shape, value[member.name])).join('');

type Entries = Readonly<Record<string, unknown>>;

export const element = (name: string, inside: string): string => `<${name}>${inside}</${name}>`;

/** A parser would turn a bare carriage return into a line feed. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;');
