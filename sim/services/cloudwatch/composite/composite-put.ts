import { isDeepStrictEqual } from 'node:util';
import { INITIAL_REASON, type Member, type Standing } from '../alarm.ts';
import type { Book } from './book.ts';
import { actionsOf, type Composite, describeComposite } from './composite.ts';
import { changeSuppressing, isAlarming, setByHand } from './composite-changes.ts';
import { tellConfiguration } from './composite-configuration.ts';
import type { CompositeDefinition } from './composite-definition.ts';
import { evaluate } from './composite-evaluation.ts';

export type Birth = {
  /** Whether EventBridge hears of it: what a template holds was there before the world began to run. */
  readonly told: boolean;
};

export const create = (book: Book, definition: CompositeDefinition, { told }: Birth): void => {
  const { wires, members, composites, tags } = book;
  const { name, arn, given } = definition;
  const now = wires.clock.now();
  const standing: Standing = { state: 'INSUFFICIENT_DATA', reason: INITIAL_REASON, since: now };
  const composite: Composite = {
    definition,
    configuredAt: now,
    enabled: given.ActionsEnabled ?? true,
    standing,
    before: standing,
    triggers: [],
    suppressing: undefined,
    owes: false,
  };
  tags.add(arn, given.Tags ?? []);
  composites.set(name, composite);
  members.add(memberOf(book, name, arn));
  tellConfiguration(book, { operation: 'create', composite, told });
  wires.clock.after(0, `first evaluation of alarm ${name}`, () => evaluate(book, name, { kind: 'created' }));
};

/**
 * The state stays what it is until the new rule says otherwise; what another suppressor held back is free. The same
 * settings again change nothing.
 */
export const update = (book: Book, definition: CompositeDefinition): void => {
  const { name, suppressor, given } = definition;
  const before = present(book, name);
  const after = { ...before, definition, enabled: given.ActionsEnabled ?? true };
  if (isDeepStrictEqual(settingsOf(before), settingsOf(after))) return;
  configure(book, after);
  if (suppressor?.name !== before.definition.suppressor?.name) {
    const alarming = suppressor !== undefined && isAlarming(book, suppressor.name);
    changeSuppressing(book, name, alarming ? { by: 'Alarm' } : undefined);
  }
  evaluate(book, name, { kind: 'updated' });
};

/** Tags are not among them: an update ignores them. */
const settingsOf = ({ definition, enabled }: Composite) => {
  const { Tags: _tags, ActionsEnabled: _enabled, ...given } = definition.given;
  return { ...given, enabled };
};

const configure = (book: Book, changed: Composite): void => {
  const { name } = changed.definition;
  const before = present(book, name);
  const composite = { ...changed, configuredAt: book.wires.clock.now() };
  book.composites.set(name, composite);
  tellConfiguration(book, { operation: 'update', composite, before, told: true });
};

const present = ({ composites }: Book, name: string): Composite => {
  const composite = composites.get(name);
  if (composite === undefined) throw new Error(`there is no composite alarm "${name}"`);
  return composite;
};

const memberOf = (book: Book, name: string, arn: string): Member => {
  const now = (): Composite => present(book, name);
  return {
    type: 'CompositeAlarm',
    name,
    arn,
    standing: () => now().standing,
    actions: () => actionsOf(now()),
    children: () => now().definition.children,
    dependsOn: () => dependenciesOf(now()),
    describe: () => describeComposite(now()),
    set: (to) => setByHand(book, name, to),
    enable: (enabled) => {
      if (now().enabled !== enabled) configure(book, { ...now(), enabled });
    },
    remove: () => {
      const composite = now();
      book.composites.delete(name);
      tellConfiguration(book, { operation: 'delete', composite, told: true });
    },
  };
};

const dependenciesOf = ({ definition: { children, suppressor } }: Composite): readonly string[] =>
  suppressor === undefined ? children : [...children, suppressor.name];
