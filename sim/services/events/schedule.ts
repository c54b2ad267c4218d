import { type Instant, Refusal } from '../../types.ts';
import { cronOf } from './cron.ts';

/** The start of the next minute in which a schedule is due, after an instant; `last`: when it was due before. */
export type Schedule = (after: Instant, last?: Instant) => Instant | undefined;

const MINUTE = 60_000;
const UNIT_MS: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: 1_440 * MINUTE };

/** What `rate(5 minutes)` or `cron(0 8 * * ? *)` means; refuses as PutRule does. */
export const scheduleOf = (expression: string): Schedule => {
  const everyMs = rateMs(expression);
  if (everyMs !== undefined) return (after, last) => (last === undefined ? minuteOf(after) : last + everyMs);
  const [, fields] = /^cron\((.*)\)$/.exec(expression) ?? [];
  const next = fields === undefined ? undefined : cronOf(fields);
  if (next !== undefined) return (after) => next(after);
  throw new Refusal('ValidationException', 'Parameter ScheduleExpression is not valid.');
};

const minuteOf = (time: Instant): Instant => Math.floor(time / MINUTE) * MINUTE;

/** Interval in milliseconds of `rate(1 minute)`, `rate(5 minutes)`…; EventBridge insists on the right plural. */
const rateMs = (expression: string): number | undefined => {
  const [, amount, unit = '', plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const count = Number(amount);
  const ms = UNIT_MS[unit];
  return ms !== undefined && count >= 1 && (count === 1) === (plural === '') ? count * ms : undefined;
};
