import { type Model, modelOf } from '../models/model.ts';
import { SERVED } from '../models/served.ts';
import type { Api, ApiName } from '../types.ts';

const NAMES = Object.keys(SERVED) as readonly ApiName[];

/** The services that speak this protocol. */
export const speaking = (protocol: string): readonly Model[] =>
  NAMES.map(modelOf).filter(({ metadata }) => metadata.protocols.includes(protocol));

/** An operation that no client could reach is a mistake of ours. */
export const checkModelled = (apis: readonly Api[]): void => {
  const strangers = apis.flatMap(({ name, operations }) =>
    Object.keys(operations)
      .filter((operation) => !modelOf(name).operations.has(operation))
      .map((operation) => `${name} ${operation}`),
  );
  if (strangers.length > 0) throw new Error(`sim/models has no ${strangers.join(', ')}: see sim/models/extract.ts`);
};

/** The service in the scope of a SigV4 signature. */
export const signingNameOf = ({ metadata }: Model): string => metadata.signingName ?? metadata.endpointPrefix;
