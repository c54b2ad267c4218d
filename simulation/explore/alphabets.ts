import { type Event, HAPPENINGS } from './events.ts';

export type Happening = keyof typeof HAPPENINGS;

export const only = (...names: readonly Happening[]): readonly Event[] =>
  names.map((name) => ({ name, after: HAPPENINGS[name] }));

/** Closed under an exchange of the two canaries. */
export const EVERYTHING = only(
  'a good minute',
  'a minute bad on canary',
  'a minute bad on second',
  'a minute bad on both canaries',
  'a minute bad on all',
  'a long time',
  'the alarm of canary changes',
  'the alarm of second changes',
  'the alarm of stable changes',
  'the change is applied',
  'the change is being taken back',
  'the change is taken back',
  'instances begin to change',
  'a person gives canary most of it',
  'a person gives second most of it',
  'a person begins to give canary most of it',
  'a person begins to give second most of it',
  'a person restores the first weights',
  'a person gives stable all of it',
  'a new config',
  'the freeze turns',
  'the metrics turn',
  'stable is scaled',
  'the endpoint fails',
);

const INCIDENT: readonly Happening[] = [
  'a good minute',
  'a minute bad on canary',
  'the alarm of canary changes',
  'the change is applied',
];

/** Eight kinds of event, about one thing each beside the incident itself, so that eight of them can be followed in every order. */
export const THEMES: Readonly<Record<string, readonly Event[]>> = {
  'what SageMaker does': only(
    ...INCIDENT,
    'the change is being taken back',
    'the change is taken back',
    'instances begin to change',
    'a long time',
  ),
  'what other hands do': only(
    ...INCIDENT,
    'a person gives canary most of it',
    'a person begins to give canary most of it',
    'a person restores the first weights',
    'a person gives stable all of it',
  ),
  'deployments and failures': only(
    ...INCIDENT,
    'a new config',
    'a person restores the first weights',
    'the endpoint fails',
    'a long time',
  ),
  'stable falls ill': only(
    ...INCIDENT,
    'a minute bad on all',
    'the alarm of stable changes',
    'stable is scaled',
    'a person restores the first weights',
  ),
  brakes: only(...INCIDENT, 'the freeze turns', 'the metrics turn', 'a person gives canary most of it', 'a long time'),
};

/** Closed under an exchange of the two canaries. */
export const TWO_CANARIES = only(
  'a good minute',
  'a minute bad on canary',
  'a minute bad on second',
  'a minute bad on both canaries',
  'the alarm of canary changes',
  'the alarm of second changes',
  'the change is applied',
  'a person restores the first weights',
);

export const CONSENT = only(
  'a minute bad on canary',
  'the alarm of canary changes',
  'the change is applied',
  'a person approves',
  'a person approves another plan',
  'a person declines',
  'a new config',
  'a person gives stable all of it',
);

export const REPEATS = only(
  ...INCIDENT,
  'the change is taken back',
  'a person restores the first weights',
  'a new config',
  'a long time',
);

export const RAISING = only(
  ...INCIDENT,
  'the change is taken back',
  'instances begin to change',
  'a person gives canary most of it',
  'a long time',
);

export const FALLING_BACK = only(
  'a good minute',
  'a minute bad on canary and stable',
  'a minute bad on all',
  'the alarm of canary changes',
  'the alarm of second changes',
  'the alarm of stable changes',
  'the change is applied',
  'stable is scaled',
);
