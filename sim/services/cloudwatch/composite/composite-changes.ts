import type { Circumstances, HandSet, Portrait, Standing } from '../alarm.ts';
import type { Book } from './book.ts';
import { type Composite, portraitOf, suppressedAs } from './composite.ts';
import type { Trigger } from './composite-reason.ts';
import { afterTransition, type Suppressing } from './suppression.ts';

/** What a state says, and the alarms behind it. */
export type NewState = HandSet & { readonly triggers: readonly Trigger[] };

/** The alarm goes into another state: it owes the actions of that state from now on, and those of no other. */
export const changeState = (book: Book, name: string, { triggers, ...said }: NewState): void => {
  const composite = book.composites.get(name);
  if (composite === undefined) return;
  const now = book.wires.clock.now();
  const { suppressor } = composite.definition;
  const suppressing = suppressor && afterTransition(suppressor, isAlarming(book, suppressor.name), now);
  const standing = suppressedAs({ ...said, since: now }, suppressing);
  const { state: from } = composite.standing;
  book.wires.journal.write('alarm', { alarm: name, from, to: said.state, reason: said.reason, value: null });
  tell(book, { ...composite, standing, before: composite.standing, triggers, suppressing, owes: true });
};

/** By hand. Nothing changes when the alarm is in that state; otherwise it stays so until a child changes. */
export const setByHand = (book: Book, name: string, to: HandSet): void => {
  if (book.composites.get(name)?.standing.state !== to.state) changeState(book, name, { ...to, triggers: [] });
};

/** Something else suppresses the actions from now on, or nothing any more. The state stays what it is. */
export const changeSuppressing = (book: Book, name: string, suppressing: Suppressing): void => {
  const composite = book.composites.get(name);
  if (composite === undefined || composite.suppressing?.by === suppressing?.by) return;
  const { standing: before } = composite;
  const updated: Standing = {
    ...before,
    since: book.wires.clock.now(),
    transitioned: before.transitioned ?? before.since,
  };
  tell(book, { ...composite, standing: suppressedAs(updated, suppressing), before, suppressing });
};

export const isAlarming = ({ members }: Book, name: string): boolean => members.stateOf(name) === 'ALARM';

const tell = (book: Book, composite: Composite): void => {
  const { definition, standing, before, suppressing, owes } = composite;
  const keeps = suppressing !== undefined || book.isMuted(definition.name);
  // Written down first: what is told may come back as a change of the suppressor.
  book.composites.set(definition.name, { ...composite, owes: owes && keeps });
  endLater(book, composite);
  const alarm = owes ? portraitOf(composite) : withoutActions(portraitOf(composite));
  book.announcer.announce({ alarm, from: before, to: standing }, circumstancesOf(standing));
};

/** The actions of its state were carried out long ago: only its suppression changed. */
const withoutActions = (alarm: Portrait): Portrait => ({ ...alarm, actions: { ...alarm.actions, enabled: false } });

const circumstancesOf = ({ suppressedBy, suppressedReason }: Standing): Circumstances => ({
  ...(suppressedBy !== undefined && { suppressedBy }),
  ...(suppressedReason !== undefined && { suppressedReason }),
});

const endLater = (book: Book, { definition: { name }, suppressing }: Composite): void => {
  if (suppressing === undefined || suppressing.by === 'Alarm') return;
  const end = (): void => {
    // A period that was discarded ends nothing.
    if (book.composites.get(name)?.suppressing === suppressing) changeSuppressing(book, name, undefined);
  };
  book.wires.clock.at(suppressing.until, `${suppressing.by} of alarm ${name}`, end);
};
