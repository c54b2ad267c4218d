import type { ApiName } from '../types.ts';
import { Refusal } from '../types.ts';
import { SERVICES, type Service, type Shapes, shapesOf } from './catalogue.ts';
import type { Exchange } from './exchange.ts';
import { decodeJson } from './json.ts';
import { decodeForm, parseForm, strangersIn } from './query.ts';
import { type Flaw, flawsOf } from './shape.ts';

/** Whom a request is addressed to, before anything of it is believed. */
export type Address = {
  readonly service: Service | undefined;
  readonly operation: string;
};

export const addressOf = ({ headers, body }: Exchange): Address => {
  const [target = '', operation = ''] = String(headers['x-amz-target'] ?? '').split('.');
  if (target !== '') return { service: SERVICES.find((service) => service.target === target), operation };
  const form = String(headers['content-type']).startsWith('application/x-www-form-urlencoded');
  const service = form ? SERVICES.find(({ dialect }) => dialect === 'query') : undefined;
  return { service, operation: form ? (parseForm(body).get('Action') ?? '') : '' };
};

/** The operation's input, as the client's schema describes it; refuses what the service would refuse unread. */
export const inputOf = (service: Service, operation: string, body: string): unknown => {
  const shapes = shapesOf(service, operation);
  if (shapes === undefined) throw unknownOperation(service.name, operation);
  const input = decode(service, shapes, body);
  const [flaw] = flawsOf(shapes.input, input);
  if (flaw !== undefined) throw refusalFor(service, flaw);
  return input;
};

export const unknownOperation = (service: ApiName, operation: string): Refusal =>
  new Refusal('UnknownOperationException', `${service} has no operation "${operation}" here`);

const decode = (service: Service, shapes: Shapes, body: string): unknown => {
  if (service.dialect !== 'query') return decodeStrictJson(shapes, body);
  const form = parseForm(body);
  const [stranger] = strangersIn(shapes.input, form);
  if (stranger !== undefined) throw new Refusal('InvalidParameter', `Invalid parameter: ${stranger} is not known`);
  return decodeForm(shapes.input, form);
};

const decodeStrictJson = (shapes: Shapes, body: string): unknown => {
  try {
    return decodeJson(shapes.input, body);
  } catch (cause) {
    throw new Refusal('SerializationException', cause instanceof Error ? cause.message : String(cause));
  }
};

const refusalFor = (service: Service, { path, kind }: Flaw): Refusal => {
  if (kind === 'type') return new Refusal('SerializationException', `${path} is of the wrong type`);
  if (service.dialect === 'query') {
    return new Refusal('InvalidParameter', `Invalid parameter: ${path} Reason: no value for required parameter`);
  }
  if (service.dialect === 'json-with-query-errors') {
    return new Refusal('MissingRequiredParameterException', `The parameter ${path} is required.`);
  }
  const why = `Value null at '${path}' failed to satisfy constraint: Member must not be null`;
  return new Refusal('ValidationException', `1 validation error detected: ${why}`);
};
