import type { PutAlarmMuteRuleInput } from '@aws-sdk/client-cloudwatch';
import { type Account, type Clock, type Instant, Refusal } from '../../../types.ts';
import type { Tags } from '../alarms/tags.ts';
import { offsetTime } from '../wording.ts';
import { defineMuteRule, type MuteRule, type MuteWindow, windowAt } from './mute-rule.ts';

/** As the alarm's event tells it. */
export type MuteDetail = {
  readonly mutedByArn: string;
  readonly muteWindowStart: string;
  readonly muteWindowEnd: string;
};

export type Mutes = {
  /** What keeps the alarm from its actions now: of several rules, the one whose window ends last. */
  readonly muteOf: (alarmName: string) => MuteDetail | undefined;
  /**
   * Keeps what a muted alarm would have done, in place of what it kept for it before, and does it as soon as no rule
   * mutes the alarm any more.
   */
  readonly hold: (alarmName: string, act: () => void) => void;
  readonly put: (given: PutAlarmMuteRuleInput) => void;
  readonly remove: (name: string) => void;
  readonly find: (name: string) => MuteRule | undefined;
  /** In the order of their names. */
  readonly all: () => readonly MuteRule[];
};

export type MutesPorts = {
  readonly clock: Clock;
  readonly account: Account;
  /** Whether there is an alarm of that name, of whatever type. */
  readonly isAlarm: (name: string) => boolean;
  readonly tags: Pick<Tags, 'add' | 'forget'>;
};

type Held = { readonly act: () => void; readonly until?: Instant };
type Book = { readonly clock: Clock; readonly rules: Map<string, MuteRule>; readonly held: Map<string, Held> };

export const muteRuleArn = ({ partition, region, id }: Account, name: string): string =>
  `arn:${partition}:cloudwatch:${region}:${id}:alarm-mute-rule:${name}`;

/** The account's mute rules, and the actions that they hold back. */
export const makeMutes = ({ clock, account, isAlarm, tags }: MutesPorts): Mutes => {
  const book: Book = { clock, rules: new Map(), held: new Map() };
  const { rules, held } = book;
  const changed = (): void => {
    for (const name of held.keys()) release(book, name);
  };
  return {
    muteOf: (name) => {
      const found = lastToEnd(book, name);
      return found && detailOf(found);
    },
    hold: (name, act) => {
      held.set(name, { act });
      release(book, name);
    },
    put: (given) => {
      const name = given.Name ?? '';
      const rule = defineMuteRule(muteRuleArn(account, name), given, clock.now());
      const unknown = [...rule.targets].filter((target) => !isAlarm(target));
      if (unknown.length > 0) {
        throw new Refusal('ValidationError', `The alarms [${unknown.join(', ')}] in MuteTargets do not exist.`);
      }
      if (!rules.has(name)) tags.add(rule.arn, given.Tags ?? []);
      rules.set(name, rule);
      changed();
    },
    remove: (name) => {
      rules.delete(name);
      tags.forget(muteRuleArn(account, name));
      changed();
    },
    find: (name) => rules.get(name),
    all: () => [...rules.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
};

type Muting = { readonly rule: MuteRule; readonly window: MuteWindow };

const lastToEnd = ({ clock, rules }: Book, alarmName: string): Muting | undefined =>
  [...rules.values()]
    .flatMap((rule) => {
      const window = rule.targets.has(alarmName) ? windowAt(rule, clock.now()) : undefined;
      return window === undefined ? [] : [{ rule, window }];
    })
    .sort((a, b) => b.window.end - a.window.end || (a.rule.name < b.rule.name ? -1 : 1))[0];

const detailOf = ({ rule, window }: Muting): MuteDetail => ({
  mutedByArn: rule.arn,
  muteWindowStart: offsetTime(window.start),
  muteWindowEnd: offsetTime(window.end),
});

/** Does what is held for the alarm, or looks again when the window is over that mutes it now. */
const release = (book: Book, alarmName: string): void => {
  const { clock, held } = book;
  const kept = held.get(alarmName);
  if (kept === undefined) return;
  const until = lastToEnd(book, alarmName)?.window.end;
  if (until === undefined) {
    held.delete(alarmName);
    kept.act();
  } else if (until !== kept.until) {
    held.set(alarmName, { act: kept.act, until });
    clock.at(until, `end of a mute of alarm ${alarmName}`, () => release(book, alarmName));
  }
};
