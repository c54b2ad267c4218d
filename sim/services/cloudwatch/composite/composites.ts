import type { PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Book, CompositePorts } from './book.ts';
import { type Composite, portraitOf } from './composite.ts';
import { alarmArn, defineComposite, type Surroundings } from './composite-definition.ts';
import { hear } from './composite-evaluation.ts';
import { type Birth, create, update } from './composite-put.ts';

export type Composites = {
  /** Creates or updates. EventBridge hears of it unless it is told not to. */
  readonly put: (given: PutCompositeAlarmInput, birth?: Birth) => void;
  /** A mute of the alarm ended: carries out the actions that it still owes, unless its suppressor keeps them back. */
  readonly unmuted: (name: string) => void;
  readonly find: (name: string) => Composite | undefined;
  readonly remove: (name: string) => void;
};

/** The account's composite alarms. They live among the other alarms, as members of the same book. */
export const makeComposites = (ports: CompositePorts): Composites => {
  const { members, announcer } = ports;
  const composites = new Map<string, Composite>();
  const book: Book = { ...ports, composites };
  announcer.onTransition(({ alarm, from, to }) => {
    if (from.state !== to.state) hear(book, alarm.name);
  });
  return {
    find: (name) => composites.get(name),
    remove: (name) => {
      ports.tags.forget(alarmArn(ports.wires.account, name));
      members.remove(name);
    },
    put: (given, birth = { told: true }) => {
      const definition = defineComposite(given, surroundingsOf(book));
      const holder = members.claim(definition.name, 'CompositeAlarm');
      if (holder === undefined) create(book, definition, birth);
      else update(book, definition);
    },
    unmuted: (name) => {
      const composite = composites.get(name);
      if (composite === undefined || !composite.owes || composite.suppressing !== undefined) return;
      composites.set(name, { ...composite, owes: false });
      announcer.act({ alarm: portraitOf(composite), from: composite.before, to: composite.standing });
    },
  };
};

const surroundingsOf = ({ wires, members, composites }: Book): Surroundings => ({
  account: wires.account,
  isAlarm: (name) => members.find(name) !== undefined,
  parentsOf: (name) =>
    [...composites.values()].flatMap(({ definition }) => (definition.children.includes(name) ? [definition.name] : [])),
});
