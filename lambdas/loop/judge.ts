import { REQUESTS } from '../domain/guards/kind.ts';
import { isServing } from '../domain/judge/began.ts';
import { type CanaryGuard, comparisonsIn } from '../domain/judge/comparisons.ts';
import { type Judged, judgeCanary, type Span } from '../domain/judge/judged.ts';
import { type Instant, MINUTE } from '../domain/model.ts';
import type { Deployment } from '../domain/policy.ts';
import type { Found, History, Log, Publish } from '../ports.ts';
import { NONE, seriesOf, spanUntil, whatIsAsked } from './judge-reads.ts';

export type JudgePorts = {
  readonly clock: () => Instant;
  readonly history: History;
  readonly publish: Publish;
  readonly log: Log;
};

/** What one container remembers: nothing that it judges by. */
export type Memory = {
  /** Whether a canary served when this container last asked. */
  readonly serving: Map<string, boolean>;
  /** What was last said of each comparison. */
  readonly said: Map<string, string>;
};

export const noMemory = (): Memory => ({ serving: new Map(), said: new Map() });

/** Judges the canaries that serve, and publishes what was found. Throws where the metrics say nothing: somebody has to know. */
export const judgeAll = async (ports: JudgePorts, deployment: Deployment, memory: Memory): Promise<number> => {
  const span = spanUntil(ports.clock());
  const all = comparisonsIn(deployment);
  await askTheIdle(ports, all, { memory, until: span.until });
  const busy = all.filter((one) => memory.serving.get(canaryOf(one)) === true);
  if (busy.length === 0) return 0;

  const judged = await judgeThese(ports, busy, span);
  for (const one of judged) memory.serving.set(canaryOf(one), one.judged !== undefined);
  const found = judged.flatMap(foundIn);
  // It stands for the newest minute that is over: its alarm sees that at once.
  if (found.length > 0) await ports.publish(deployment.name, found, span.until - MINUTE);
  for (const one of judged) tellNews(ports.log, one, memory);
  return found.length;
};

const canaryOf = ({ policy, variant }: CanaryGuard): string => `${policy.endpoint}/${variant}`;

type JudgedCanary = CanaryGuard & { readonly judged: Judged | undefined };

const judgeThese = async (
  { history }: JudgePorts,
  busy: readonly CanaryGuard[],
  span: Span,
): Promise<readonly JudgedCanary[]> => {
  const asked = busy.flatMap(({ policy, variant, guard }) => whatIsAsked(policy, variant, guard));
  // Two comparisons of one canary, and two canaries of one stable, ask much of the same.
  const distinct = new Map(asked.map((one) => [JSON.stringify(one), one]));
  const found = await history([...distinct.values()], span);
  if (found === 'unreadable') throw new Error('The metrics could not be read: no canary was judged');
  const byQuestion = new Map([...distinct.keys()].map((key, place) => [key, found[place] ?? NONE]));
  const answers = asked.map((one) => byQuestion.get(JSON.stringify(one)) ?? NONE);
  return busy.map((one, place) => ({ ...one, judged: judgeCanary(one.guard, seriesOf(answers, place), { span }) }));
};

/** Without traffic nothing can become worse; within so long it is noticed that a canary has some. */
const IDLE_EVERY_MINUTES = 5;

/** Metrics come late, and the schedule is not exact. */
const LOOK_BACK = 10 * MINUTE;

type Moment = { readonly memory: Memory; readonly until: Instant };

/** One cheap read for all canaries that had no traffic, every fifth minute; and where this container does not know of one. */
const askTheIdle = async (
  { history, log }: JudgePorts,
  all: readonly CanaryGuard[],
  { memory: { serving }, until }: Moment,
): Promise<void> => {
  const canaries = [...new Map(all.map((one) => [canaryOf(one), one]))];
  const idle = canaries.filter(([key]) => serving.get(key) !== true);
  const isDue = (until / MINUTE) % IDLE_EVERY_MINUTES === 0 || idle.some(([key]) => !serving.has(key));
  if (idle.length === 0 || !isDue) return;
  const asked = idle.map(([, { policy, variant }]) => ({ endpoint: policy.endpoint, variant, ...REQUESTS, per: 1 }));
  const answers = await history(asked, { from: until - LOOK_BACK, until });
  if (answers === 'unreadable') return log('idle canaries unread', { canaries: idle.length });
  for (const [place, [key]] of idle.entries()) serving.set(key, isServing(answers[place] ?? NONE, until));
};

/** Of what cannot be compared nothing is published: to an alarm that is no breach. */
const foundIn = ({ policy, variant, guard, judged }: JudgedCanary): readonly Found[] =>
  judged === undefined || judged.judgement.kind === 'no-data'
    ? []
    : [{ endpoint: policy.endpoint, variant, guard: guard.id, value: judged.judgement.evidence }];

/** Each minute's figures are in the metrics; the log keeps what changed. */
const tellNews = (log: Log, { policy, variant, guard, judged }: JudgedCanary, { said }: Memory): void => {
  const key = `${canaryOf({ policy, variant, guard })}/${guard.id}`;
  const { kind: answer = 'not-serving', ...figures } = judged?.judgement ?? {};
  if (said.get(key) === answer) return;
  said.set(key, answer);
  log('judged', { endpoint: policy.endpoint, variant, guard: guard.id, answer, ...figures });
};
