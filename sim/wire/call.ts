import type { Api, ApiName, Need, Operation, Principal, Wires } from '../types.ts';
import { Later, Refusal } from '../types.ts';
import { type Address, addressOf } from './address.ts';
import { type Exchange, OUTSIDE, type Reply } from './exchange.ts';
import { replyWith, replyWithRefusal } from './reply.ts';
import { inputOf, unknownOperation } from './request.ts';
import { checkScope, scopeOf } from './signature.ts';

/**
 * Who holds an access key, or why it is good for nothing; undefined when nobody was ever given it. `token` is what a
 * session's key comes with.
 */
export type PrincipalOf = (
  accessKeyId: string,
  token: string | undefined,
) => Principal | 'invalid' | 'expired' | undefined;

/** A call that is understood as far as it could be: whom it is for, what it touches, and how it goes on. */
export type Call = {
  readonly api: ApiName | 'slack';
  readonly operation: string;
  /** The first resource that the call needs a right on, for the journal. */
  readonly resource: string;
  /**
   * Takes effect, and answers once: at once, or when virtual time has passed. Runs at most once, at the moment at which
   * the service is reached.
   */
  readonly run: (answer: (served: Served) => void) => void;
  readonly refuse: (refusal: Refusal) => Served;
};
export type Served = { readonly outcome: string; readonly reply: Reply };

export type Desk = {
  readonly apis: readonly Api[];
  readonly principalOf: PrincipalOf;
  /** Sends replies that a service's model does not allow, for tests of clients that meet one. Default false. */
  readonly unchecked?: boolean;
};

/** Undefined when the request speaks to no service that exists here. */
export const callFor = (wires: Wires, desk: Desk, exchange: Exchange): Call | undefined => {
  const address = addressOf(exchange);
  if (address === undefined) return undefined;
  const answering = { address, requestId: wires.seeded.id('wire'), unchecked: desk.unchecked === true };
  const refuse = (refusal: Refusal): Served => ({
    outcome: refusal.code,
    reply: replyWithRefusal(answering, refusal),
  });
  const attempt = attemptFor(exchange);
  const serve = (output: unknown): Served => {
    if (output instanceof Refusal) return refuse(output);
    const { known } = address;
    if (known === undefined) return refuse(unknownOperation(address));
    const reply = attempt(() => replyWith(answering, known, output));
    return reply instanceof Refusal ? refuse(reply) : { outcome: 'ok', reply };
  };
  const order = attempt(() => understand(wires, desk, { address, exchange }));
  return {
    api: address.model.name,
    operation: address.operation,
    resource: order instanceof Refusal ? '' : nameOf(order.needs),
    refuse,
    run: (answer) => {
      const output = order instanceof Refusal ? order : attempt(() => perform(wires, order, address));
      if (output instanceof Later) once(attempt, output, (later) => answer(serve(later)));
      else answer(serve(output));
    },
  };
};

/** The first answer counts. */
const once = (attempt: Attempt, later: Later, answer: (output: unknown) => void): void => {
  let answered = false;
  const first = (output: unknown): void => {
    if (answered) return;
    answered = true;
    answer(output);
  };
  const refused = attempt(() => later.begin(first));
  if (refused instanceof Refusal) first(refused);
};

type Asked = { readonly address: Address; readonly exchange: Exchange };
type Order = {
  readonly who: Principal;
  readonly input: never;
  readonly operation: Operation;
  readonly needs: readonly Need[];
};

const understand = (wires: Wires, desk: Desk, { address, exchange }: Asked): Order => {
  const { model, operation, protocol } = address;
  const scope = scopeOf(exchange.headers.authorization);
  checkScope(scope, model, wires.account);
  const who = desk.principalOf(scope.accessKeyId, tokenIn(exchange)) ?? visitor(exchange, scope.accessKeyId);
  if (who === 'expired') throw expired(protocol.name);
  if (who === undefined || who === 'invalid') {
    throw new Refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  const known = desk.apis.find(({ name }) => name === model.name)?.operations[operation];
  if (known === undefined) {
    missing(wires, {
      hop: 'operation',
      from: nameOfWho(who),
      to: `${model.name} ${operation}`,
      why: 'not built here',
    });
    throw unknownOperation(address);
  }
  const input = inputOf(address, exchange) as never;
  return { who, input, operation: known, needs: known.needs(input) };
};

const tokenIn = ({ headers }: Exchange): string | undefined => headers['x-amz-security-token']?.toString();

const expired = (protocol: Address['protocol']['name']): Refusal => {
  const isXml = protocol === 'query' || protocol === 'rest-xml';
  const why = 'The security token included in the request is expired';
  return new Refusal(isXml ? 'ExpiredToken' : 'ExpiredTokenException', why, protocol === 'query' ? 403 : 400);
};

/** Any key will do for people outside, save one that was handed out: that is its holder's. */
const visitor = ({ caller }: Exchange, accessKeyId: string): Principal | undefined =>
  caller === OUTSIDE ? { kind: 'person', name: accessKeyId } : undefined;

const perform = (wires: Wires, { who, input, operation, needs }: Order, address: Address): unknown => {
  const policy = operation.resourcePolicy?.(input);
  for (const need of needs) {
    const decision = wires.iam.judge(who, need, policy);
    if (!decision.allowed) throw denied(wires, { who, need, why: decision.why, address });
  }
  return operation.run(input, who);
};

type Denial = { readonly who: Principal; readonly need: Need; readonly why: string; readonly address: Address };

const denied = (wires: Wires, { who, need, why, address }: Denial): Refusal => {
  missing(wires, { hop: 'grant', from: nameOfWho(who), to: `${need.action} on ${need.resource}`, why });
  if (address.model.name === 'sns') return new Refusal('AuthorizationError', why, 403);
  return new Refusal('AccessDeniedException', why, address.protocol.name === 'rest-json' ? 403 : 400);
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

type Attempt = <T>(act: () => T) => T | Refusal;

/**
 * A refusal is an answer. Anything else that a service throws stops the run of a play: it says that something here is
 * missing or wrong. Clients from outside get that as an answer too, so that they cannot stop what others are doing.
 */
const attemptFor =
  ({ caller }: Exchange): Attempt =>
  (act) => {
    try {
      return act();
    } catch (cause) {
      if (cause instanceof Refusal) return cause;
      if (caller !== OUTSIDE) throw cause;
      const why = cause instanceof Error ? cause.message : String(cause);
      return new Refusal('NotImplemented', `The small AWS cannot do this: ${why}`, 501);
    }
  };
