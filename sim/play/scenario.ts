import type { Behaviour } from '../traffic/behaviour.ts';
import type { Faults, Instant, JournalKind } from '../types.ts';

/** The product's own words for how an incident ends; null: no incident was opened. */
export type EndState = 'RECOVERED' | 'ROLLED_BACK_NOT_RECOVERED' | 'NOT_ROLLED_BACK' | null;

/** What a scenario may do to its world. Every action happens at the virtual time at which it is called. */
export type Stage = {
  /** The endpoint that the scenario is about. */
  readonly endpoint: string;
  /** Runs `act` so many minutes after the story's start; fractions are fine. */
  readonly at: (minute: number, act: () => void) => void;
  /** Runs `act` once, so many seconds after the first guard alarm of the endpoint went to ALARM. */
  readonly afterBreach: (seconds: number, act: () => void) => void;
  readonly story: (text: string) => void;
  readonly behaves: (variant: string, behaviour: Partial<Behaviour>) => void;
  /** A person, or another program, in the account. */
  readonly movesWeights: (who: string, weights: Readonly<Record<string, number>>) => void;
  readonly changesInstances: (who: string, variant: string, count: number) => void;
  readonly putsParameter: (name: string, value: string) => void;
  readonly setsAlarm: (alarm: string, reason: string) => void;
};

/** One sentence that must hold at the end, with the hop that is broken when it does not. */
export type Expectation = {
  readonly sentence: string;
  readonly from: string;
  readonly to: string;
  readonly holds: (story: Story) => boolean;
};

/** What the journal tells, read back for the expectations and the summary. */
export type Story = {
  readonly endState: EndState;
  /** The story's first line: what goes wrong, goes wrong from then on. */
  readonly faultAt: Instant | null;
  readonly breachAt: Instant | null;
  readonly shiftRequestedAt: Instant | null;
  readonly provedAt: Instant | null;
  readonly sequentialCallsBeforeShift: number | null;
  /** Letters of ours about the scenario's endpoint. */
  readonly messages: number;
  readonly awsCalls: Readonly<Record<string, number>>;
  /** Accepted calls that changed weights. */
  readonly shifts: number;
  /** Weights of the endpoint at the end, as SageMaker holds them. */
  readonly weights: Readonly<Record<string, number>>;
  readonly has: (kind: JournalKind, facts: Facts) => boolean;
};

/** A line matches when each fact does: a value equals, a pattern matches, a question says yes. */
export type Facts = Readonly<Record<string, string | number | boolean | RegExp | ((seen: unknown) => boolean)>>;

export type Scenario = {
  readonly name: string;
  /** One sentence for `--list`. */
  readonly title: string;
  readonly endpoint: string;
  /** Share of the canary at the start, 0..1. */
  readonly canaryShare: number;
  /** Requests a minute at the start. */
  readonly requestsPerMinute: number;
  readonly endsAs: EndState;
  /** Why nobody's automation may move the weights here, as a clause; absent: all traffic belongs on stable. */
  readonly leaveAloneBecause?: string;
  /** Virtual minutes from the story's start after which the play is over, whatever happened. */
  readonly atMostMinutes: number;
  readonly script: (stage: Stage) => void;
  readonly faults?: Faults;
  readonly expects: readonly Expectation[];
};
