import type { Api, ApiName, Need, Operation, Principal, Wires } from '../types.ts';
import { Refusal } from '../types.ts';
import { type Service, shapesOf } from './catalogue.ts';
import type { Exchange, Reply } from './exchange.ts';
import { replyWith, replyWithRefusal } from './reply.ts';
import { addressOf, inputOf, unknownOperation } from './request.ts';
import { checkScope, scopeOf } from './signature.ts';

/** Who holds an access key; undefined when nobody does. */
export type PrincipalOf = (accessKeyId: string) => Principal | undefined;

/** A call that is understood as far as it could be: whom it is for, what it touches, and how it goes on. */
export type Call = {
  readonly api: ApiName | 'slack';
  readonly operation: string;
  /** The first resource that the call needs a right on, for the journal. */
  readonly resource: string;
  /** Takes effect and answers. Runs at most once, at the moment at which the service is reached. */
  readonly run: () => Served;
  readonly refuse: (refusal: Refusal) => Served;
};
export type Served = { readonly outcome: string; readonly reply: Reply };

export type Desk = { readonly apis: readonly Api[]; readonly principalOf: PrincipalOf };

/** Undefined when the request speaks to no service that exists here. */
export const callFor = (wires: Wires, desk: Desk, exchange: Exchange): Call | undefined => {
  const { service, operation } = addressOf(exchange);
  if (service === undefined) return undefined;
  const requestId = wires.seeded.id('wire');
  const refuse = (refusal: Refusal): Served => ({
    outcome: refusal.code,
    reply: replyWithRefusal({ service, requestId }, refusal),
  });
  const order = trying(() => understand(wires, desk, { service, operation, exchange }));
  return {
    api: service.name,
    operation,
    resource: order instanceof Refusal ? '' : nameOf(order.needs),
    refuse,
    run: () => {
      const output = order instanceof Refusal ? order : trying(() => perform(wires, order, exchange));
      if (output instanceof Refusal) return refuse(output);
      const shapes = shapesOf(service, operation);
      if (shapes === undefined) return refuse(unknownOperation(service.name, operation));
      return { outcome: 'ok', reply: replyWith({ service, operation, requestId }, shapes, output.value) };
    },
  };
};

type Asked = { readonly service: Service; readonly operation: string; readonly exchange: Exchange };
type Order = {
  readonly who: Principal;
  readonly input: never;
  readonly operation: Operation;
  readonly needs: readonly Need[];
};

const understand = (wires: Wires, desk: Desk, { service, operation, exchange }: Asked): Order => {
  const scope = scopeOf(exchange.headers.authorization);
  checkScope(scope, service, wires.account);
  const who = desk.principalOf(scope.accessKeyId);
  if (who === undefined) {
    throw new Refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  const known = desk.apis.find(({ name }) => name === service.name)?.operations[operation];
  if (known === undefined) {
    missing(wires, {
      hop: 'operation',
      from: nameOfWho(who),
      to: `${service.name} ${operation}`,
      why: 'not built here',
    });
    throw unknownOperation(service.name, operation);
  }
  const input = inputOf(service, operation, exchange.body) as never;
  return { who, input, operation: known, needs: known.needs(input) };
};

const perform = (wires: Wires, { who, input, operation, needs }: Order, exchange: Exchange): { value: unknown } => {
  const policy = operation.resourcePolicy?.(input);
  for (const need of needs) {
    const decision = wires.iam.judge(who, need, policy);
    if (!decision.allowed) throw denied(wires, { who, need, why: decision.why, exchange });
  }
  return { value: operation.run(input, who) };
};

type Denial = { readonly who: Principal; readonly need: Need; readonly why: string; readonly exchange: Exchange };

const denied = (wires: Wires, { who, need, why, exchange }: Denial): Refusal => {
  missing(wires, { hop: 'grant', from: nameOfWho(who), to: `${need.action} on ${need.resource}`, why });
  const { service } = addressOf(exchange);
  if (service?.dialect === 'query') return new Refusal('AuthorizationError', why, 403);
  return new Refusal('AccessDeniedException', why);
};

type Hop = { readonly hop: string; readonly from: string; readonly to: string; readonly why: string };
const missing = (wires: Wires, hop: Hop): void => wires.journal.write('missing-hop', hop);

const nameOfWho = (who: Principal): string => {
  if (who.kind === 'role') return who.functionName;
  return who.kind === 'service' ? who.service : `person ${who.name}`;
};

const nameOf = (needs: readonly Need[]): string => {
  const [first, ...rest] = needs.map(({ resource }) => resource);
  return rest.length === 0 ? (first ?? '') : `${first} (+${rest.length})`;
};

/** A refusal is an answer; anything else that a service throws is a mistake of ours and stops the run. */
const trying = <T>(attempt: () => T): T | Refusal => {
  try {
    return attempt();
  } catch (cause) {
    if (cause instanceof Refusal) return cause;
    throw cause;
  }
};
