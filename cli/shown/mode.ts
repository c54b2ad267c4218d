import type { Mode, Policy } from '../../lambdas/domain/policy.ts';

type Told = Pick<Policy, 'stable' | 'approveWithinMinutes'>;

/** What each mode does, for a person: in a table, and as what follows once a guard of a canary is broken. */
type ModeWords = {
  readonly is: (of: Told) => string;
  /** Follows "Then …": whole clauses. */
  readonly once: (of: Told) => string;
};

const MODES: Readonly<Record<Mode, ModeWords>> = {
  observe: {
    is: () => 'says what it would do, and shifts nothing',
    once: () => 'on-call is told what auto would do',
  },
  recommend: {
    is: ({ stable }) => `asks a person to shift all traffic to ${stable}, and proves what they did`,
    once: ({ stable }) => `on-call is asked to give ${stable} all traffic, and what they do is watched and proved`,
  },
  approve: {
    is: (of) =>
      `shifts all traffic to ${of.stable} once a person has approved it${within(of, ', and asks again after ')}`,
    once: (of) =>
      `on-call is asked, ${within(of, 'and again after ', ', ')}and SageMaker is asked to give ${of.stable} all traffic once a person has approved it`,
  },
  auto: {
    is: ({ stable }) => `shifts all traffic to ${stable}`,
    once: ({ stable }) => `SageMaker is asked to give ${stable} all traffic`,
  },
};

const within = ({ approveWithinMinutes }: Told, before: string, after = ''): string =>
  approveWithinMinutes === undefined ? '' : `${before}${approveWithinMinutes} minutes${after}`;

/** `auto: shifts all traffic to stable`. */
export const modeWords = (policy: Policy): string => `${policy.mode}: ${MODES[policy.mode].is(policy)}`;

/** `SageMaker is asked to give stable all traffic`. */
export const brokenThen = (policy: Policy): string => MODES[policy.mode].once(policy);

/** In the order in which people climb. */
export const MODE_NAMES = Object.keys(MODES) as readonly Mode[];

export const isMode = (text: string): text is Mode => Object.hasOwn(MODES, text);
