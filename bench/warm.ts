import { reported } from './child.ts';
import type { Contender } from './cold.ts';
import { alarmEvent, lambdaContext } from './invocation.ts';
import type { Stub } from './stub.ts';

/** Times in milliseconds, memory in MB. */
export type Warm = {
  /** To SageMaker's yes, as the function sees it, and to the end of the invocation. */
  readonly invocations: readonly { readonly toShift: number; readonly whole: number }[];
  /** Per invocation. */
  readonly cpuEach: number;
  readonly callsEach: number;
  readonly rssMb: number;
};

export type WarmPlan = {
  readonly contenders: readonly (Contender & { readonly bundle: string })[];
  /** Each is one process of each contender. */
  readonly rounds: number;
  /** Invocations that are not measured, and those that are. */
  readonly warmUp: number;
  readonly times: number;
};

export const warmRounds = async (
  stub: Stub,
  runner: string,
  { contenders, rounds, warmUp, times }: WarmPlan,
): Promise<ReadonlyMap<string, readonly Warm[]>> => {
  const measured = new Map<string, Warm[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const { name, bundle } of contenders) {
      stub.take();
      const args = [runner, bundle, alarmEvent(), lambdaContext(), `${warmUp}`, `${times}`];
      const { report } = await reported<Omit<Warm, 'callsEach'>>(stub.url, args);
      measured.get(name)?.push({ ...report, callsEach: stub.take().length / (warmUp + times) });
    }
  return measured;
};
