import type { Mode, Policy } from '../../lambdas/domain/policy.ts';

type Told = Pick<Policy, 'stable' | 'approveWithinMinutes' | 'restore'>;

/** What each mode does, for a person: in a table, and as what follows once a guard of a canary is broken. */
type ModeWords = {
  readonly is: (of: Told) => string;
  /** Follows "Then …": whole clauses. */
  readonly once: (of: Told) => string;
};

const GOOD = 'the last endpoint config that served well';

const deed = ({ stable, restore }: Told): string =>
  restore === undefined ? `shift all traffic to ${stable}` : `bring back ${GOOD}`;

const does = ({ stable, restore }: Told): string =>
  restore === undefined ? `shifts all traffic to ${stable}` : `brings back ${GOOD}`;

const ask = ({ stable, restore }: Told): string =>
  restore === undefined ? `give ${stable} all traffic` : `bring back ${GOOD}`;

const MODES: Readonly<Record<Mode, ModeWords>> = {
  observe: {
    is: ({ restore }) => `says what it would do, and ${restore === undefined ? 'shifts' : 'changes'} nothing`,
    once: () => 'on-call is told what auto would do',
  },
  recommend: {
    is: (of) => `asks a person to ${deed(of)}, and proves what they did`,
    once: (of) => `on-call is asked to ${ask(of)}, and what they do is watched and proved`,
  },
  approve: {
    is: (of) => `${does(of)} once a person has approved it${within(of, ', and asks again after ')}`,
    once: (of) =>
      `on-call is asked, ${within(of, 'and again after ', ', ')}and SageMaker is asked to ${ask(of)} once a person has approved it`,
  },
  auto: {
    is: does,
    once: (of) => `SageMaker is asked to ${ask(of)}`,
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
