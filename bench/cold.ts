import { reported } from './child.ts';
import { alarmEvent, lambdaContext } from './invocation.ts';
import type { Call, Stub } from './stub.ts';

/** A process to measure. Without a `bundle` it is Node and nothing else. */
export type Contender = { readonly name: string; readonly bundle?: string };

/** Times in milliseconds, memory in MB. */
export type Cold = {
  /** From the spawn of the process to SageMaker's yes, or to the process' end where there is no shift. */
  readonly wall: number;
  readonly cpuToLoad: number;
  readonly cpuToShift: number;
  /** Of the whole process, to the end of its invocation. */
  readonly cpu: number;
  readonly rssMb: number;
  readonly calls: readonly Call[];
};

export const SHIFT = 'UpdateEndpointWeightsAndCapacities';

/** One new process that handles one alarm. */
export const coldOnce = async (stub: Stub, runner: string, { name, bundle }: Contender): Promise<Cold> => {
  stub.take();
  const args = bundle === undefined ? [] : [bundle, alarmEvent(), lambdaContext()];
  const { report, began, ended } = await reported<Omit<Cold, 'wall' | 'calls'>>(stub.url, [runner, ...args]);
  const calls = stub.take();
  const shift = calls.find(({ operation }) => operation === SHIFT);
  if (bundle !== undefined && shift === undefined) throw new Error(`${name}: it asked for no shift`);
  return { ...report, wall: (shift?.answered ?? ended) - began, calls };
};

/** Every contender once a round, in an order that moves on from round to round. */
export const coldRounds = async (
  stub: Stub,
  runner: string,
  { contenders, rounds }: { readonly contenders: readonly Contender[]; readonly rounds: number },
): Promise<ReadonlyMap<string, readonly Cold[]>> => {
  const measured = new Map<string, Cold[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const turn = round % contenders.length;
    for (const contender of [...contenders.slice(turn), ...contenders.slice(0, turn)])
      measured.get(contender.name)?.push(await coldOnce(stub, runner, contender));
  }
  return measured;
};
