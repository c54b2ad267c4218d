import { type Model, modelOf } from '../models/model.ts';
import { SERVED } from '../models/served.ts';
import type { ApiName } from '../types.ts';

const NAMES = Object.keys(SERVED) as readonly ApiName[];

/** The services that speak this protocol. */
export const speaking = (protocol: string): readonly Model[] =>
  NAMES.map(modelOf).filter(({ metadata }) => metadata.protocols.includes(protocol));

/** The service in the scope of a SigV4 signature. */
export const signingNameOf = ({ metadata }: Model): string => metadata.signingName ?? metadata.endpointPrefix;
