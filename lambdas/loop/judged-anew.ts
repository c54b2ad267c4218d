import { type Judged, judgeCanary } from '../domain/judge/judged.ts';
import type { Instant } from '../domain/model.ts';
import type { GuardAlarm, Situation } from '../domain/situation.ts';
import type { History } from '../ports.ts';
import { seriesOf, spanUntil, whatIsAsked } from './judge-reads.ts';

type Broken = { readonly broken: readonly GuardAlarm[]; readonly now: Instant };

/** What a look finds itself of the canaries that these alarms call worse, by alarm name. */
export const judgedAnew = async (
  history: History,
  { policy, fleet }: Situation,
  { broken, now }: Broken,
): Promise<Readonly<Record<string, Judged>> | undefined> => {
  const span = spanUntil(now);
  const canaries = broken.flatMap(({ variant, ...one }) => (variant === undefined ? [] : [{ ...one, variant }]));
  const asked = canaries.map(({ variant, guard }) => whatIsAsked(policy, variant, guard));
  const answers = await history(asked.flat(), span);
  if (answers === 'unreadable') return undefined;
  const changedAt = fleet?.lastModifiedAt ?? 0;
  return Object.fromEntries(
    canaries.map(({ guard, alarm }, place) => [
      alarm.name,
      judgeCanary(guard, seriesOf(answers, place), { span, changedAt }) ?? { judgement: { kind: 'no-data' } },
    ]),
  );
};
