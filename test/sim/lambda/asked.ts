import { Later, type Principal, Refusal } from '../../../sim/types.ts';
import { FUNCTION_ARN, type SmallWorld } from './small-world.ts';

const ANA: Principal = { kind: 'person', name: 'ana' };

export type Input = Readonly<Record<string, unknown>>;

/** Calls an operation of Lambda as the wire would; `FunctionName` is the world's one function unless it is given. */
export const ask = (world: SmallWorld, operation: string, input: Input = {}): unknown => {
  const known = world.functions.api.operations[operation];
  if (known === undefined) throw new Error(`there is no operation ${operation}`);
  const asked = { FunctionName: 'Reconcile0A1B2C3D', ...input } as never;
  known.needs(asked);
  return known.run(asked, ANA);
};

export type Reply = { readonly StatusCode: number; readonly payload: unknown; readonly [member: string]: unknown };

/** Begins a synchronous invocation; `reply` is what came of it once the world has been played. */
export const invoking = (world: SmallWorld, event: unknown, input: Input = {}) => {
  const Payload = new TextEncoder().encode(JSON.stringify(event));
  const later = ask(world, 'Invoke', { Payload, ...input });
  if (!(later instanceof Later)) throw new Error('it was answered at once');
  let answered: unknown;
  later.begin((output) => {
    answered ??= output;
  });
  return {
    answered: () => answered !== undefined,
    reply: (): Reply => {
      if (answered instanceof Refusal || answered === undefined) throw answered ?? new Error('there is no reply');
      const { Payload: payload, ...members } = answered as { Payload: Uint8Array; StatusCode: number };
      return { ...members, payload: JSON.parse(new TextDecoder().decode(payload)) as unknown };
    },
  };
};

export const ARN = FUNCTION_ARN;
