import type { Model, OperationModel } from '../models/model.ts';
import type { Exchange } from './exchange.ts';
import { awsJson } from './protocols/aws-json.ts';
import { cbor } from './protocols/cbor.ts';
import type { Protocol } from './protocols/protocol.ts';
import { isForm, query } from './protocols/query.ts';
import { restJson } from './protocols/rest-json.ts';
import { restXml } from './protocols/rest-xml.ts';
import { routed, routedByQuery } from './protocols/route.ts';
import { signingNameOf, speaking } from './services.ts';
import { scopedService } from './signature.ts';

/** Whom a request is addressed to, before anything of it is believed. */
export type Address = {
  readonly model: Model;
  readonly protocol: Protocol;
  readonly operation: string;
  /** Undefined for an operation that the service does not have, or that is not in its model here. */
  readonly known: OperationModel | undefined;
};

/** Undefined when the request speaks to no service that exists here. */
export const addressOf = (exchange: Exchange): Address | undefined => {
  const { headers } = exchange;
  if (headers['x-amz-target'] !== undefined) return byTarget(String(headers['x-amz-target']));
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return byRpcPath(exchange.path);
  return isForm(exchange) ? byForm(exchange) : byRoute(exchange);
};

const byTarget = (header: string): Address | undefined => {
  const [target = '', operation = ''] = header.split('.');
  return addressed(awsJson, operation, ({ metadata }) => metadata.targetPrefix === target);
};

const byRpcPath = (path: string): Address | undefined => {
  const [, target, operation = ''] = /\/service\/([^/]+)\/operation\/([^/?]+)$/.exec(path) ?? [];
  return addressed(cbor, operation, ({ metadata }) => metadata.targetPrefix === target);
};

/** Each service's Query API has a version of its own; who sends none is known by what they signed for. */
const byForm = ({ headers, body }: Exchange): Address | undefined => {
  const form = new URLSearchParams(body.toString('utf8'));
  const [operation, version] = [form.get('Action') ?? '', form.get('Version')];
  const signedFor = scopedService(headers.authorization);
  return addressed(query, operation, (model) =>
    version === null ? signingNameOf(model) === signedFor : model.metadata.apiVersion === version,
  );
};

const byRoute = (exchange: Exchange): Address | undefined => {
  const { method, path, headers } = exchange;
  // A bucket may be called as any service's path begins, so that only the signature tells its paths apart.
  const signedFor = scopedService(headers.authorization);
  const named = speaking(restXml.name).find((model) => signingNameOf(model) === signedFor);
  if (named !== undefined) return byRouteOf(named, exchange);
  const [pathname = ''] = path.split('?', 1);
  for (const model of speaking(restJson.name)) {
    const known = routed(model, method, pathname);
    if (known !== undefined) return { model, protocol: restJson, operation: known.name, known };
  }
  return undefined;
};

/** A copy is a PUT of an object, but for one header. */
const byRouteOf = (model: Model, { method, path, headers }: Exchange): Address => {
  const known = 'x-amz-copy-source' in headers ? undefined : routedByQuery(model, method, path);
  return { model, protocol: restXml, operation: known?.name ?? [method, path].join(' '), known };
};

const addressed = (protocol: Protocol, operation: string, isMeant: (model: Model) => boolean): Address | undefined => {
  const model = speaking(protocol.name).find(isMeant);
  return model && { model, protocol, operation, known: model.operations.get(operation) };
};
