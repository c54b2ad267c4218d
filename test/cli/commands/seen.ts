import type { SmallAccount } from './small-account.ts';

export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** In force, by variant. */
export const weightsOf = ({ world }: SmallAccount, endpoint: string) =>
  Object.fromEntries(
    world.sagemaker.endpoint(endpoint).variants.map(({ name, currentWeight }) => [name, currentWeight]),
  );

/** Of the mails to on-call about an endpoint, once they had the time to come. */
export const subjects = async ({ world, passMinutes }: SmallAccount, endpoint: string): Promise<readonly string[]> => {
  await passMinutes(0.1);
  return world.wires.journal.lines
    .filter(({ kind, channel, topic }) => kind === 'message' && channel === 'email' && topic === 'ChannelsOncall')
    .map(({ subject }) => String(subject))
    .filter((subject) => subject.includes(endpoint));
};

/**
 * Lets time pass until half a minute after a full one: what a golden shows by the second does not
 * hang on the milliseconds that calls take.
 */
export const toHalfMinute = async ({ world, passMinutes }: SmallAccount): Promise<void> => {
  const now = world.wires.clock.now();
  const wanted = Math.ceil(now / 60_000) * 60_000 + 30_000;
  await passMinutes((wanted - now) / 60_000);
};

/** JSON as a golden keeps it: which millisecond it was is nobody's business. */
export const withoutMs = (json: string): string => json.replaceAll(/(T\d\d:\d\d:\d\d)\.\d{3}Z/g, '$1.000Z');
