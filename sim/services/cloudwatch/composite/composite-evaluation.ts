import type { Book } from './book.ts';
import type { Composite } from './composite.ts';
import { changeState, changeSuppressing, isAlarming } from './composite-changes.ts';
import { alarmArn } from './composite-definition.ts';
import { type Cause, compositeReason, compositeReasonData, type Trigger } from './composite-reason.ts';
import { afterSuppressor } from './suppression.ts';

export type Occasion = { readonly kind: 'created' | 'updated' } | { readonly kind: 'child'; readonly child: string };

/** An alarm went into another state: what it suppresses, and what has it in its rule, looks at it. */
export const hear = (book: Book, changed: string): void => {
  for (const [name, { definition }] of book.composites) {
    const { suppressor, children } = definition;
    if (suppressor?.name === changed) {
      const before = book.composites.get(name)?.suppressing;
      const alarming = isAlarming(book, changed);
      changeSuppressing(book, name, afterSuppressor(before, suppressor, alarming, book.wires.clock.now()));
    }
    if (children.includes(changed)) evaluate(book, name, { kind: 'child', child: changed });
  }
};

/** Applies the rule. An alarm that depends on itself is not evaluated. */
export const evaluate = (book: Book, name: string, occasion: Occasion): void => {
  const composite = book.composites.get(name);
  if (composite === undefined || dependsOnItself(book, name)) return;
  const { rule, arn } = composite.definition;
  const state = rule.evaluate(book.members.stateOf) ? 'ALARM' : 'OK';
  if (state === composite.standing.state) return;
  const cause = causeOf(book, composite, occasion);
  changeState(book, name, {
    state,
    reason: compositeReason(arn, state, cause),
    reasonData: compositeReasonData(cause),
    triggers: cause.kind === 'child' ? [cause.child] : cause.children,
  });
};

const causeOf = (book: Book, { definition }: Composite, occasion: Occasion): Cause =>
  occasion.kind === 'child'
    ? { kind: 'child', child: triggerOf(book, occasion.child) }
    : { kind: occasion.kind, children: definition.children.map((child) => triggerOf(book, child)) };

const triggerOf = ({ members, wires }: Book, name: string): Trigger => {
  const standing = members.find(name)?.standing();
  if (standing === undefined) throw new Error(`there is no alarm "${name}"`);
  const { state, since, transitioned = since } = standing;
  return { arn: alarmArn(wires.account, name), state, since: transitioned };
};

const dependsOnItself = ({ composites }: Book, name: string): boolean => {
  const seen = new Set<string>();
  const open = [...(composites.get(name)?.definition.children ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === name) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(composites.get(next)?.definition.children ?? []));
  }
  return false;
};
