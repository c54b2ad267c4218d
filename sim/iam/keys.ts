import type { Instant, Person, Wires } from '../types.ts';
import { type Credentials, drawKey, letters } from './ids.ts';

/** An access key of a user. One that is deleted is remembered, so that it is nobody's from then on. */
export type AccessKey = {
  readonly id: string;
  readonly userName: string;
  readonly created: Instant;
  status: 'Active' | 'Inactive' | 'Deleted';
};

/** Temporary credentials of a role. */
export type Session = Credentials & { readonly token: string; readonly expires: Instant };
type Held = Session & { readonly person: Person };

/** Whose key it is; undefined when IAM never gave it out. */
export type Holder = Person | 'invalid' | 'expired' | undefined;

export type Keys = {
  readonly ofUser: (userName: string) => readonly AccessKey[];
  readonly create: (userName: string) => Credentials & { readonly key: AccessKey };
  readonly open: (person: Person, seconds: number) => Session;
  readonly holderOf: (accessKeyId: string, token: string | undefined) => Holder;
};

export const makeKeys = ({ clock, seeded }: Pick<Wires, 'clock' | 'seeded'>): Keys => {
  const keys = new Map<string, AccessKey>();
  const sessions = new Map<string, Held>();
  return {
    ofUser: (userName) =>
      [...keys.values()].filter(({ userName: owner, status }) => owner === userName && status !== 'Deleted'),
    create: (userName) => {
      const drawn = drawKey('AKIA', seeded.random('iam/access keys'));
      const key: AccessKey = { id: drawn.accessKeyId, userName, created: clock.now(), status: 'Active' };
      keys.set(key.id, key);
      return { ...drawn, key };
    },
    open: (person, seconds) => {
      const draw = seeded.random('iam/sessions');
      const session = { ...drawKey('ASIA', draw), token: letters(64, draw), expires: clock.now() + seconds * 1_000 };
      sessions.set(session.accessKeyId, { ...session, person });
      return session;
    },
    holderOf: (accessKeyId, token) => {
      const session = sessions.get(accessKeyId);
      if (session !== undefined) return holding(session, token, clock.now());
      const key = keys.get(accessKeyId);
      if (key === undefined) return undefined;
      const { userName: name, status } = key;
      return status === 'Active' ? { kind: 'person', name, as: { kind: 'user', name } } : 'invalid';
    },
  };
};

const holding = ({ person, token, expires }: Held, given: string | undefined, now: Instant): Holder => {
  if (given !== token) return 'invalid';
  return now < expires ? person : 'expired';
};
