import { describe, expect, test } from 'vitest';
import type { Series } from '../../lambdas/domain/judge/judged.ts';
import { type Alarm, MINUTE } from '../../lambdas/domain/model.ts';
import { type JudgePorts, judgeAll, noMemory } from '../../lambdas/loop/judge.ts';
import { judgedAnew } from '../../lambdas/loop/judged-anew.ts';
import { look } from '../../lambdas/loop/look.ts';
import type { Asked, Found } from '../../lambdas/ports.ts';
import {
  alarmName,
  at,
  breaching,
  deployment,
  endpointName,
  guard,
  guardAlarms,
  judgeGuard,
  policy,
  situation,
  variantName,
} from '../builders.ts';
import { memory as heldMemory, portsOf } from '../memory.ts';

const POLICY = policy({ guards: [guard(), judgeGuard()] });
const DEPLOYMENT = deployment(POLICY, policy({ endpoint: endpointName('plain') }));
const NOW = at(10) + 20_000;

type Account = {
  now: number;
  /** Share of the canary's requests that fail, and how many of them come in a minute. */
  failing: number;
  perMinute: number;
  unreadable: boolean;
  /** What was asked, one list for each read. */
  readonly asked: (readonly Asked[])[];
  readonly spans: { readonly from: number; readonly until: number }[];
  readonly published: { readonly found: readonly Found[]; readonly at: number }[];
  readonly logged: unknown[];
};

const account = (over: Partial<Account> = {}): Account => ({
  now: NOW,
  failing: 0.04,
  perMinute: 100,
  unreadable: false,
  asked: [],
  spans: [],
  published: [],
  logged: [],
  ...over,
});

const each = (until: number, minutes: number, count: number): Series =>
  new Map(Array.from({ length: minutes }, (_, back) => [until - (back + 1) * MINUTE, count]));

/** Stable has served for five hours, and the canary for two. */
const answer = (of: Account, { variant, name }: Asked, until: number): Series => {
  if (variant === 'stable') return each(until, 300, name === 'Invocations' ? 900 : 4);
  return each(until, 120, name === 'Invocations' ? of.perMinute : of.perMinute * of.failing);
};

const portsIn = (of: Account): JudgePorts => ({
  clock: () => of.now,
  history: async (asked, span) => {
    of.asked.push(asked);
    of.spans.push(span);
    return of.unreadable ? 'unreadable' : asked.map((one) => answer(of, one, span.until));
  },
  publish: async (name, found, when) => {
    expect(name).toBe('rb');
    of.published.push({ found, at: when });
  },
  log: (message, facts) => of.logged.push({ message, ...facts }),
});

describe('each minute', () => {
  test('what was found of a canary is published for the newest minute that is over', async () => {
    const of = account();
    expect(await judgeAll(portsIn(of), DEPLOYMENT, noMemory())).toBe(1);
    const [{ found, at: when } = { found: [], at: 0 }] = of.published;
    expect(when).toBe(at(9));
    expect(found).toEqual([{ endpoint: 'fraud', variant: 'canary', guard: 'judge-5xx', value: expect.any(Number) }]);
    expect(found[0]?.value).toBeGreaterThanOrEqual(1);
  });
  test('all minutes of a day and of the eight hours before it are read, in one batch', async () => {
    const of = account();
    await judgeAll(portsIn(of), DEPLOYMENT, noMemory());
    expect(of.asked.map((asked) => asked.map(({ variant, name }) => `${variant} ${name}`))).toEqual([
      ['canary Invocations'],
      ['canary Invocations', 'canary Invocation5XXErrors', 'stable Invocations', 'stable Invocation5XXErrors'],
    ]);
    expect(of.spans).toEqual([
      { from: at(0), until: at(10) },
      { from: at(10) - 32 * 60 * MINUTE, until: at(10) },
    ]);
  });
  test('nothing is asked where nothing is compared', async () => {
    const of = account();
    expect(await judgeAll(portsIn(of), deployment(), noMemory())).toBe(0);
    expect(of.asked).toEqual([]);
  });
  test('the log holds what changed, and no minute that says the same', async () => {
    const of = account();
    const memory = noMemory();
    await judgeAll(portsIn(of), DEPLOYMENT, memory);
    await judgeAll(portsIn(of), DEPLOYMENT, memory);
    of.failing = 0;
    await judgeAll(portsIn(of), DEPLOYMENT, memory);
    expect(of.logged).toMatchObject([
      { message: 'judged', endpoint: 'fraud', variant: 'canary', guard: 'judge-5xx', answer: 'worse' },
      { message: 'judged', answer: 'not-worse-yet' },
    ]);
  });
});

describe('a canary without traffic', () => {
  test('is asked for its requests alone: by a new container at once, and then every fifth minute', async () => {
    const of = account({ perMinute: 0 });
    const memory = noMemory();
    for (let minute = 11; minute <= 21; minute++) {
      of.now = at(minute);
      expect(await judgeAll(portsIn(of), DEPLOYMENT, memory)).toBe(0);
    }
    expect(of.spans.map(({ until }) => until)).toEqual([at(11), at(15), at(20)]);
    expect(of.asked.flat().map(({ name }) => name)).toEqual(['Invocations', 'Invocations', 'Invocations']);
    expect(of.published).toEqual([]);
  });
  test('is judged as soon as it is seen to serve, and left alone again once it does not', async () => {
    const of = account({ perMinute: 0 });
    const memory = noMemory();
    await judgeAll(portsIn(of), DEPLOYMENT, memory);
    of.perMinute = 100;
    of.now = at(15);
    expect(await judgeAll(portsIn(of), DEPLOYMENT, memory)).toBe(1);
    of.perMinute = 0;
    of.now = at(16);
    expect(await judgeAll(portsIn(of), DEPLOYMENT, memory)).toBe(0);
    expect(of.logged.at(-1)).toMatchObject({ answer: 'not-serving' });
    of.now = at(17);
    const before = of.asked.length;
    await judgeAll(portsIn(of), DEPLOYMENT, memory);
    expect(of.asked).toHaveLength(before);
  });
});

describe('metrics that cannot be read', () => {
  test('fail the run, so that somebody hears of it, and publish nothing', async () => {
    const of = account();
    const memory = noMemory();
    await judgeAll(portsIn(of), DEPLOYMENT, memory);
    of.unreadable = true;
    await expect(judgeAll(portsIn(of), DEPLOYMENT, memory)).rejects.toThrow('no canary was judged');
    expect(of.published).toHaveLength(1);
  });
  test('of idle canaries are asked for again a minute later', async () => {
    const of = account({ unreadable: true });
    const memory = noMemory();
    expect(await judgeAll(portsIn(of), DEPLOYMENT, memory)).toBe(0);
    expect(of.logged).toEqual([{ message: 'idle canaries unread', canaries: 1 }]);
    of.unreadable = false;
    of.now = at(11);
    expect(await judgeAll(portsIn(of), DEPLOYMENT, memory)).toBe(1);
  });
});

describe('a look', () => {
  const JUDGE = alarmName('canary', 'judge-5xx');
  const broken = guardAlarms(POLICY).filter(({ alarm }) => alarm.name === JUDGE);

  test('judges anew, by its own read, the canaries that the judge calls worse', async () => {
    const of = account();
    const found = await judgedAnew(portsIn(of).history, situation({ policy: POLICY }), { broken, now: NOW });
    expect(found?.[JUDGE]?.judgement.kind).toBe('worse');
    expect(of.asked).toHaveLength(1);
  });
  test('says that nothing can be told of one that does not serve', async () => {
    const of = account({ perMinute: 0 });
    const seen = { ...situation({ policy: POLICY }), fleet: undefined };
    expect(await judgedAnew(portsIn(of).history, seen, { broken, now: NOW })).toEqual({
      [JUDGE]: { judgement: { kind: 'no-data' } },
    });
  });
  test('finds nothing where the minutes cannot be read', async () => {
    const of = account({ unreadable: true });
    expect(await judgedAnew(portsIn(of).history, situation({ policy: POLICY }), { broken, now: NOW })).toBeUndefined();
  });
  test('reads them only while the alarm of a comparison is in ALARM', async () => {
    const held = heldMemory();
    const of = account();
    const ports = { ...portsOf(held), history: portsIn(of).history };
    const looked = async (one: Alarm) => {
      held.alarms.clear();
      held.alarms.set(one.name, one);
      return (await look(ports, deployment(POLICY), POLICY)).situation.judged;
    };
    expect(await looked(breaching(alarmName('canary')))).toBeUndefined();
    expect(of.asked).toEqual([]);
    expect(await looked(breaching(JUDGE))).toHaveProperty([JUDGE, 'judgement', 'kind'], 'worse');
  });
});

test('canaries are named by variant: of two, each is judged', async () => {
  const of = account();
  const two = policy({ guards: [guard(), judgeGuard()], canaries: ['one', 'two'].map(variantName) });
  expect(await judgeAll(portsIn(of), deployment(two), noMemory())).toBe(2);
  expect(of.published[0]?.found.map(({ variant }) => variant)).toEqual(['one', 'two']);
});
