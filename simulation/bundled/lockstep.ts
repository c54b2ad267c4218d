import { join } from 'node:path';
import { makeClock } from '../../sim/kernel/clock.ts';
import { type Outside, runUntil } from '../../sim/kernel/run.ts';
import { makeStillness, type Stillness } from '../../sim/kernel/stillness.ts';
import type { Template } from '../../sim/template/template.ts';
import { openBackDoor } from '../../sim/wire/back-door.ts';
import { type Exchange, inOrder } from '../../sim/wire/exchange.ts';
import { makeOpenRequests } from '../../sim/wire/open-requests.ts';
import { type Account, makeAccount } from './account.ts';
import { type Container, type Containers, furnish, makeContainers, type Reported } from './containers.ts';
import { type Hands, makeHands } from './hands.ts';
import { type Counts, type Difference, type Judge, makeJudge } from './judge.ts';
import type { Call, Hand, Recording } from './recording.ts';
import { makeServing, type Request } from './serving.ts';

export type Compared = Counts & { readonly difference?: Difference };

/** Plays a recording again with the bundled function, call by call and at the same times, up to the first difference. */
export const lockstep = async (recording: Recording, template: Template, home: string): Promise<Compared> => {
  const clock = makeClock(recording.start);
  const stillness = makeStillness();
  const account = makeAccount(template, clock, recording.seed);
  const judge = makeJudge(clock);
  const hands = await makeHands(account);
  const { containers, wire, close } = await connect(recording, { clock, stillness, account, judge, home });
  planHands(recording.hands, { clock, stillness, hands });
  planInvocations(recording, { clock, containers, judge });
  try {
    await runUntil(
      { clock, stillness, outside: [wire, containers.outside] },
      { until: recording.until, over: () => judge.difference() !== undefined },
    );
  } finally {
    containers.close();
    await hands.close();
    await close();
  }
  const difference = judge.difference();
  return { ...judge.counts, ...(difference && { difference }) };
};

type Stepped = ReturnType<typeof makeClock>;
type Around = {
  readonly clock: Stepped;
  readonly stillness: Stillness;
  readonly account: Account;
  readonly judge: Judge;
  /** A directory of this run's own. */
  readonly home: string;
};
type Connected = { readonly containers: Containers; readonly wire: Outside; readonly close: () => Promise<void> };

/** The containers at one end of the wire, and what answers them at the other. */
const connect = async ({ deployment }: Recording, { judge, home, ...around }: Around): Promise<Connected> => {
  const { account, stillness } = around;
  const requests = makeOpenRequests();
  const arrivals: Exchange[] = [];
  const door = await openBackDoor(requests, stillness, (exchange) => arrivals.push(exchange));
  const directory = join(home, 'function');
  furnish(directory, account.reconcile.directory, deployment);
  const containers = makeContainers({
    account,
    url: door.url,
    requests,
    stillness,
    directory,
    reported: hearingFor(judge),
  });
  const serve = makeServing({
    ...around,
    principalOf: (key) => (containers.holding(key) ? account.reconcile.role : undefined),
    settled: ({ caller }) => requests.closed(caller),
  });
  const takeUp = (): boolean => {
    const taken = inOrder(arrivals.splice(0)).filter(({ gone }) => !gone());
    for (const exchange of taken) {
      const request = requestIn(exchange, containers, judge);
      if (request !== undefined) serve(request);
    }
    return taken.length > 0;
  };
  return { containers, wire: { takeUp }, close: door.close };
};

const hearingFor =
  (judge: Judge): Reported =>
  (container, report) => {
    const { running } = container;
    if (running === undefined || report.kind === 'ready') return;
    if (report.kind === 'output') {
      running.output.push(report.text);
      return;
    }
    container.running = undefined;
    container.heldUntil = 0;
    if (report.kind === 'returned') judge.ended(running, outcomeIn(running.output));
    else if (report.kind === 'threw') judge.ended(running, 'failed');
    else judge.differs(running.invoked, `its container ended: ${JSON.stringify(report)}`);
  };

/** As the handler's last line says it. */
const outcomeIn = (output: readonly string[]) => {
  const [, outcome] = /"message":"accounted".*"outcome":"(acted|ignored|rejected)"/.exec(output.join('')) ?? [];
  return (outcome ?? 'failed') as 'acted' | 'ignored' | 'rejected' | 'failed';
};

/** Undefined: the request is of an invocation that is over, or of a call that was not made in memory. */
const requestIn = (exchange: Exchange, containers: Containers, judge: Judge): Request | undefined => {
  const container = containers.of(exchange.caller.environment);
  if (container === undefined) return undefined;
  const call = callOf(container, exchange, judge);
  if (call === undefined) return undefined;
  const said = String(exchange.headers['amz-sdk-request']);
  const [, attempt = 1, most = 1] = (/attempt=(\d+)(?:; max=(\d+))?/.exec(said) ?? []).map(Number);
  return { exchange, container, call, attempt, most };
};

/** All attempts of a call bear the number that the SDK gave it. */
const callOf = ({ asked, running }: Container, exchange: Exchange, judge: Judge): Call | undefined => {
  const sdkCall = String(exchange.headers['amz-sdk-invocation-id']);
  if (!asked.has(sdkCall)) asked.set(sdkCall, running && judge.callFor(running, exchange));
  return asked.get(sdkCall);
};

const planHands = (
  all: readonly Hand[],
  { clock, stillness, hands }: Pick<Around, 'clock' | 'stillness'> & { readonly hands: Hands },
): void => {
  let writing = 0;
  stillness.watch(() => (writing > 0 ? 'a person writes' : undefined));
  const over = (): void => {
    writing -= 1;
    stillness.touched();
  };
  for (const hand of all)
    clock.at(hand.at, 'a person', () => {
      writing += 1;
      void hands.write(hand).catch(stillness.broke).finally(over);
    });
};

const planInvocations = (
  { invocations }: Recording,
  { clock, containers, judge }: Pick<Around, 'clock' | 'judge'> & { readonly containers: Containers },
): void => {
  for (const invoked of invocations) {
    clock.at(invoked.beganAt, 'an invocation', () => containers.invoke(invoked, clock.now()));
    if (invoked.how !== 'killed') continue;
    const crash = (): void => {
      const running = containers.kill(invoked.container);
      if (running !== undefined) judge.ended(running, 'killed');
    };
    // What else happens at that moment, happens before.
    clock.at(invoked.endedAt ?? 0, 'a crash', () => clock.after(0, 'a crash', crash));
  }
};
