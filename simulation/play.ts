import { setImmediate as nextTurn } from 'node:timers/promises';
import { MINUTE } from '../lambdas/domain/model.ts';
import type { Deployment } from '../lambdas/domain/policy.ts';
import { makeClock } from '../sim/kernel/clock.ts';
import { makeSeeded } from '../sim/kernel/seeded.ts';
import { type Automation, shipped } from './automation.ts';
import { makeAccount } from './aws/account.ts';
import type { Around } from './aws/around.ts';
import { addTo, type Counts, noCounts } from './counts.ts';
import type { Fact, Recorder } from './facts.ts';
import { alarmEvent, endpointEvent, makeDelivery, sweepEvent } from './function/delivery.ts';
import { makeFunction } from './function/function.ts';
import { INVARIANTS } from './invariants/index.ts';
import { type Invariant, NOTHING_TO_WATCH } from './invariants/invariant.ts';
import { happen } from './people/happen.ts';
import { chanceOf } from './plan/chance.ts';
import type { Plan } from './plan/plan.ts';
import { lineOf, makeDigest } from './trace.ts';
import { makeWeather, type View } from './view.ts';

export type Violation = { readonly code: string; readonly at: number; readonly what: string };

export type Outcome = {
  readonly seed: number;
  readonly counts: Counts;
  /** Two runs of a plan have the same one, or are not the same. */
  readonly digest: string;
  readonly violation?: Violation;
  /** Lines, where they were asked for. */
  readonly trace: readonly string[];
};

export type Playing = {
  readonly automation?: Automation;
  readonly invariants?: readonly Invariant[];
  readonly keepsTrace?: boolean;
};

const DEPLOYMENT = 'sagemaker-rollback';

/** What the loop loads where it is used: virtual time would pass while it is read from the disk. */
const loaded = (): Promise<unknown> =>
  Promise.all([
    import('../lambdas/loop/compare.ts'),
    import('../lambdas/loop/prepare.ts'),
    import('../lambdas/domain/exposure.ts'),
    import('../lambdas/domain/words/incident-letter.ts'),
    import('../lambdas/domain/words/storm-letter.ts'),
  ]);

/** Plays one plan to its end, or to the first broken promise. */
export const play = async (plan: Plan, playing: Playing = {}): Promise<Outcome> => {
  await loaded();
  const stage = build(plan, playing);
  const end = plan.start + plan.minutes * MINUTE;
  const { clock } = stage.around;
  while (stage.result.violation === undefined && (clock.peek() ?? end) < end) {
    clock.step();
    if (!stage.pulse.isAwake) continue;
    stage.pulse.isAwake = false;
    await nextTurn();
  }
  if (stage.result.violation === undefined) {
    clock.advance(end);
    stage.around.record({ kind: 'over' });
  }
  const { violation, trace } = stage.result;
  return { seed: plan.seed, counts: stage.counts, digest: stage.digest.text(), trace, ...(violation && { violation }) };
};

const build = (plan: Plan, { automation = shipped, invariants = INVARIANTS, keepsTrace = false }: Playing) => {
  const clock = makeClock(plan.start);
  const seeded = makeSeeded(plan.seed);
  const pulse = { isAwake: false };
  const wake = (): void => {
    pulse.isAwake = true;
  };
  const counts = noCounts();
  const digest = makeDigest();
  const result: { violation?: Violation; readonly trace: string[] } = { trace: [] };
  const weather = makeWeather(plan.start, clock.now);
  let watches: readonly { readonly code: string; readonly watch: (fact: Fact) => string | undefined }[] = [];

  const record: Recorder = (what) => {
    const fact: Fact = { ...what, at: clock.now() };
    weather.on(fact);
    addTo(counts, fact);
    const line = lineOf(fact, plan.start);
    if (line !== undefined) digest.add(line);
    if (line !== undefined && keepsTrace) result.trace.push(line);
    for (const { code, watch } of watches) {
      counts.checks += 1;
      const broken = watch(fact);
      if (broken !== undefined) result.violation ??= { code, at: fact.at, what: broken };
    }
  };
  const around: Around = { clock, record, chance: chanceOf(seeded.random('world')) };
  const deployment: Deployment = {
    name: DEPLOYMENT,
    policies: plan.endpoints.map(({ policy }) => policy),
    ...(plan.limits && { limits: plan.limits }),
  };
  const deliver = makeDelivery({ ...around, rates: plan.delivery, invoke: (event) => lambda.invoke(event) });
  const nextId = counter();
  const account = makeAccount(around, plan, {
    deployment,
    told: {
      endpointChanged: (endpoint) => deliver(endpointEvent(nextId(), endpoint)),
      alarmed: (endpoint, { name, state }) => {
        if (state === 'ALARM') deliver(alarmEvent(nextId(), endpoint, name));
      },
    },
  });
  const lambda = makeFunction({ ...around, plan, account, deployment, automation, wake });
  const view: View = { plan, deployment, account, now: clock.now, weather };
  watches = invariants
    .map(({ code, watch }) => ({ code, watch: watch(view) }))
    .filter(({ watch }) => watch !== NOTHING_TO_WATCH);

  const staging = { ...around, plan, account, deployment, lambda };
  for (const happening of plan.happenings) clock.at(happening.at, happening.what, () => happen(staging, happening));
  everyMinute(around, plan, () => {
    for (const { metrics } of account.guarded.values()) metrics.closeMinute();
    record({ kind: 'minute' });
  });
  // The schedule fires at a second of its own, too.
  const phase = around.chance.whole(0, 59_999);
  clock.after(phase, 'schedule', () => everyMinute(around, plan, () => deliver(sweepEvent(nextId()))));
  return { around, pulse, counts, digest, result };
};

const everyMinute = ({ clock }: Around, { start, minutes }: Plan, effect: () => void): void => {
  const tick = (): void => {
    effect();
    if (clock.now() + MINUTE < start + minutes * MINUTE) clock.after(MINUTE, 'minute', tick);
  };
  clock.after(MINUTE, 'minute', tick);
};

const counter = (): (() => string) => {
  let last = 0;
  return () => {
    last += 1;
    return `event-${last}`;
  };
};
