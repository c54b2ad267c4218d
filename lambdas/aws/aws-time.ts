import { type Instant, SECOND } from '../domain/model.ts';

/** The time, by this machine's clock unless AWS says another: then by AWS's. */
export type AwsTime = {
  readonly now: () => Instant;
  /** The machine's own clock: it may be wrong, and measures what passes here. */
  readonly local: () => Instant;
  /** A reply's `Date`, and between which times of the machine's own clock it must have been written. */
  readonly heard: (date: string, asked: { readonly sentAt: Instant; readonly heardAt: Instant }) => void;
};

/** Servers' clocks differ by as much, too: a clock that is no further off is left alone. */
const TOLERANCE = 2 * SECOND;

/** A `Date` has no fraction of a second: it was written at some time within the next one. */
const RESOLUTION = SECOND;

/**
 * What is compared with AWS's own timestamps has to be told by AWS's clock: a minute of metrics that looks over, and is
 * not, proves nothing. Every reply says what time it is; the SDK signs by the same.
 */
export const makeAwsTime = (local: () => Instant): AwsTime => {
  let offset = 0;
  return {
    now: () => local() + offset,
    local,
    heard: (date, { sentAt, heardAt }) => {
      const said = Date.parse(date);
      if (Number.isNaN(said)) return;
      const [least, most] = [said - heardAt, said + RESOLUTION - sentAt];
      const isPossible = (one: number): boolean => least - TOLERANCE <= one && one <= most + TOLERANCE;
      offset = [0, offset].find(isPossible) ?? Math.round((least + most) / 2);
    },
  };
};

/** The part of an SDK client that is needed; its middleware is passed the reply as it came, whatever its status. */
type Client = {
  readonly middlewareStack: {
    add(
      middleware: (next: Next) => Next,
      options: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string },
    ): void;
  };
};
type Next = (args: { readonly input: object; request: unknown }) => Promise<{ response: unknown; output?: object }>;

/** The same client, each of whose replies tells the time: a refusal as well as an answer. */
export const tellingTime = <Some extends Client>(client: Some, { heard, local }: AwsTime): Some => {
  const listen =
    (next: Next): Next =>
    async (args) => {
      const sentAt = local();
      const reply = await next(args);
      const { date, age } = headersOf(reply.response);
      // What has an age comes from somebody's store: it says when it was put there.
      if (date !== undefined && age === undefined) heard(date, { sentAt, heardAt: local() });
      return reply;
    };
  client.middlewareStack.add(listen, { step: 'deserialize', priority: 'low', name: 'tellingTime' });
  return client;
};

type Headers = { readonly date?: string; readonly age?: string };

/** The SDK's HTTP handler gives header names in lower case. */
const headersOf = (response: unknown): Headers =>
  response instanceof Object && 'headers' in response && response.headers instanceof Object ? response.headers : {};
