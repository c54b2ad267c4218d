const VALID = 'valid: rate(1 minute), rate(5 minutes), rate(1 hour)…; cron is not supported';
const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Interval in milliseconds of `rate(1 minute)`, `rate(5 minutes)`…; EventBridge insists on the right plural. */
export const rateMs = (expression: string): number => {
  const [, amount, unit = '', plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const count = Number(amount);
  const ms = UNIT_MS[unit];
  if (ms !== undefined && count >= 1 && (count === 1) === (plural === '')) return count * ms;
  throw new Error(`ScheduleExpression ${expression} is not valid here (${VALID})`);
};
