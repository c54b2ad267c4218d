import { modelOf } from '../../sim/models/model.ts';
import { type ApiName, Later } from '../../sim/types.ts';
import { flawsOf } from '../../sim/wire/shapes/flaws.ts';
import { inMessage } from '../../sim/wire/shapes/place.ts';

/** An operation's output, which the wire would take: the service's model allows it. */
export const valid = <T>(service: ApiName, operation: string, output: T): T => {
  const shape = modelOf(service).operations.get(operation)?.output;
  if (shape === undefined) throw new Error(`the model of ${service} has no operation ${operation}`);
  const flaws = output instanceof Later ? [] : flawsOf(shape, output);
  if (flaws.length === 0) return output;
  throw new Error(`${operation} answers ${flaws.map(({ place, text }) => `${inMessage(place)}: ${text}`).join('; ')}`);
};
