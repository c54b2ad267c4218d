import type { ListShape, MapShape, Member, Shape, Structure } from '../../models/model.ts';
import { fromText } from './text.ts';

/** The flat form of a Query request, `MessageAttributes.entry.1.Name=…`, as the tree that it stands for. */
export type Form = { text?: string; readonly inner: Map<string, Form> };

export const parseForm = (body: string): Form => {
  const root: Form = { inner: new Map() };
  for (const [path, text] of new URLSearchParams(body)) {
    const steps = path.split('.');
    const leaf = steps.reduce((form, step) => {
      const next = form.inner.get(step) ?? { inner: new Map<string, Form>() };
      form.inner.set(step, next);
      return next;
    }, root);
    leaf.text = text;
  }
  return root;
};

/** A form that says nothing about a shape is undefined. */
export const fromForm = (shape: Shape, form: Form | undefined): unknown => {
  if (form === undefined) return undefined;
  if (shape.kind === 'structure') return structure(shape, form);
  if (shape.kind === 'list') return list(shape, form);
  if (shape.kind === 'map') return map(shape, form);
  return form.text === undefined ? undefined : fromText(shape, form.text);
};

const structure = (shape: Structure, form: Form): unknown => {
  const entries = shape.members.map((member) => [
    member.name,
    fromForm(member.shape, form.inner.get(formName(member))),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
};

const list = (shape: ListShape, form: Form): unknown => {
  const items = shape.flattened ? form : form.inner.get(shape.item.wireName);
  if (items === undefined || items.inner.size === 0) {
    // An empty list is sent as the bare name without a value; a flat list of one may come without its number.
    return form.text === '' || form.text === undefined ? [] : [fromForm(shape.item.shape, form)];
  }
  return counted(items).map((item) => fromForm(shape.item.shape, item));
};

const map = (shape: MapShape, form: Form): unknown => {
  const entries = shape.flattened ? form : form.inner.get('entry');
  return Object.fromEntries(
    counted(entries ?? { inner: new Map() }).map((entry) => [
      entry.inner.get(shape.key.queryName)?.text,
      fromForm(shape.value.shape, entry.inner.get(shape.value.queryName)),
    ]),
  );
};

/** Numbered from 1; the numbers give the order. */
const counted = ({ inner }: Form): readonly Form[] =>
  [...inner]
    .filter(([step]) => /^\d+$/.test(step))
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, form]) => form);

/** A flat list lends its items' name to the member. */
export const formName = ({ shape, queryName, name }: Member): string =>
  shape.kind === 'list' && shape.flattened && queryName === name && shape.item.wireName !== 'member'
    ? shape.item.wireName
    : queryName;
