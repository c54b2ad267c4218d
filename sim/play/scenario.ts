import type { EndpointStatus } from '@aws-sdk/client-sagemaker';
import type { Behaviour } from '../traffic/behaviour.ts';
import type { Faults, Instant, JournalKind } from '../types.ts';
import type { Measures } from './measures.ts';

/** The product's own words for how an incident ends; null: no incident was opened. */
export type EndState = 'RECOVERED' | 'ROLLED_BACK_NOT_RECOVERED' | 'NOT_ROLLED_BACK' | null;

/** What other hands than the automation's do to the scenario's endpoint. */
export type Hands = {
  /** SageMaker by itself: any of its nine states. */
  readonly sets: (status: EndpointStatus, failureReason?: string) => void;
  /** SageMaker accepts the next change, and takes it back for that reason. */
  readonly failsNextChange: (reason: string) => void;
  /** UpdateEndpoint with a new endpoint config. */
  readonly deploys: (who: string, configName: string, weights: Readonly<Record<string, number>>) => void;
  /** Runs `act` each time that this endpoint config has come into service. */
  readonly whenServing: (configName: string, act: () => void) => void;
  readonly deletes: (who: string) => void;
  /** A mute rule over these alarms, from now on for so many minutes. */
  readonly mutes: (rule: string, alarms: readonly string[], minutes: number) => void;
  readonly changesThreshold: (alarm: string, threshold: number) => void;
  /** Callers that pass `TargetVariant`, from now on. */
  readonly pins: (variant: string, requestsPerMinute: number) => void;
  /** Runs `act` so many seconds after these weights came into force, each time. */
  readonly whenever: (weights: Readonly<Record<string, number>>, seconds: number, act: () => void) => void;
};

/** What people answer where they are asked. */
export type Answers = {
  /** To the endpoint's open incident, and to what it was going to do. */
  readonly answers: (who: string, kind: 'approve' | 'decline') => void;
};

/** What a scenario may do to its world. Every action happens at the virtual time at which it is called. */
export type Stage = Hands &
  Answers &
  Measures & {
    /** The endpoint that the scenario is about. */
    readonly endpoint: string;
    /** Runs `act` so many minutes after the story's start; fractions are fine. */
    readonly at: (minute: number, act: () => void) => void;
    /** Runs `act` once, so many seconds after the first guard alarm of the endpoint went to ALARM. */
    readonly afterBreach: (seconds: number, act: () => void) => void;
    readonly story: (text: string) => void;
    readonly behaves: (variant: string, behaviour: Partial<Behaviour>) => void;
    /** The same of a variant of another endpoint, which is healthy in whatever is not named. */
    readonly behavesElsewhere: (endpoint: string, variant: string, behaviour: Partial<Behaviour>) => void;
    /** A person, or another program, in the account. */
    readonly movesWeights: (who: string, weights: Readonly<Record<string, number>>) => void;
    readonly changesInstances: (who: string, variant: string, count: number) => void;
    /** Has Application Auto Scaling keep the variant's instances within these. */
    readonly autoscales: (variant: string, bounds: { readonly min: number; readonly max: number }) => void;
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
  /** Accepted calls that changed its weights. */
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
  /** Which stack guards that endpoint; absent: the demo's. */
  readonly stack?: 'strategies' | 'ladder' | 'dozen' | 'judged' | 'readings';
  /** Share of the canary at the start, 0..1. */
  readonly canaryShare: number;
  /** Requests a minute at the start. */
  readonly requestsPerMinute: number;
  /** Of that endpoint's invocation metrics; absent: each minute. */
  readonly publishedEverySeconds?: 10;
  readonly endsAs: EndState;
  /** Why nobody's automation may move the weights here, as a clause; absent: all traffic belongs on stable. */
  readonly leaveAloneBecause?: string;
  /** The play lasts its whole time: what comes after an incident belongs to the story. */
  readonly playsOn?: true;
  /** Virtual minutes from the story's start after which the play is over, whatever happened. */
  readonly atMostMinutes: number;
  /** What the account has of its own before the story starts. */
  readonly prepares?: (measures: Measures) => void;
  readonly script: (stage: Stage) => void;
  readonly faults?: Faults;
  readonly expects: readonly Expectation[];
};
