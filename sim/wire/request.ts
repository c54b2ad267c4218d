import type { OperationModel } from '../models/model.ts';
import { Refusal } from '../types.ts';
import type { Address } from './address.ts';
import type { Exchange } from './exchange.ts';
import { refusalFor } from './flaw-refusals.ts';
import { flawsOf } from './shapes/flaws.ts';

/** The operation's input, as the service's model describes it; refuses what the service would refuse unread. */
export const inputOf = (address: Address, exchange: Exchange): unknown => {
  if (address.known === undefined) throw unknownOperation(address);
  const input = decoded(address, address.known, exchange);
  const flaws = flawsOf(address.known.input, input);
  if (flaws.length > 0) throw refusalFor(address, flaws);
  return input;
};

const decoded = ({ model, protocol }: Address, operation: OperationModel, exchange: Exchange): unknown => {
  try {
    return protocol.decode({ model, operation, exchange });
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Refusal('SerializationException', cause.message);
    throw cause;
  }
};

export const unknownOperation = ({ model, operation }: Address): Refusal =>
  new Refusal('UnknownOperationException', `${model.name} has no operation "${operation}" here`);
