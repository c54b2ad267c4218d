import type { Incident } from '../domain/incident.ts';
import type { Policy } from '../domain/policy.ts';
import type { OrderAnswer } from '../domain/strategies/order.ts';
import { carriedOut, ordered } from '../domain/strategies/preparing.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Ports, Version } from '../ports.ts';
import { type Account, acted, OUTPACED } from './account.ts';
import { causeOf } from './facts.ts';
import { entry, keep, next, RECORD_WITHIN_MS } from './keep.ts';
import { decisionOf, type Saw } from './saw.ts';
import type { World } from './step.ts';

type Preparing = {
  readonly verdict: Extract<Verdict, { kind: 'prepare' }>;
  readonly version: Version;
  readonly saw: Saw;
};

/**
 * What comes before a shift, by way of the second function. It believes the ledger alone, so that an order that could not
 * be written is not given; unlike a shift, which no store may keep waiting.
 */
export const prepare = async (world: World, policy: Policy, { verdict, version, saw }: Preparing): Promise<Account> => {
  const { ports } = world;
  const { incident, order } = verdict;
  const intent = ordered(incident, order, ports.clock());
  const facts = { order, ...causeOf(incident), ...saw.facts };
  const step = entry(ports, { incident: intent, version }, { what: 'order', facts, ...decisionOf(saw) });
  const written = await ports.ledger.write(step, RECORD_WITHIN_MS);
  if (written === 'outpaced') return OUTPACED;

  const answer = written === 'written' ? await carryOut(ports, incident) : UNWRITTEN;
  ports.log('gave an order', { endpoint: policy.endpoint, incident: incident.id, order, answer: answer.kind });
  await keep(world, policy, {
    after: carriedOut(incident, intent, { answer, policy }),
    replaces: next(version, written),
    what: TAKEN.has(answer.kind) ? 'ordered' : `order-${answer.kind}`,
    facts: { order, answer },
  });
  return acted('prepare');
};

const carryOut = async ({ strategist }: Ports, { id, endpoint }: Incident): Promise<OrderAnswer> =>
  strategist === undefined ? NOBODY : strategist.carryOut({ endpoint, id });

const TAKEN = new Set<OrderAnswer['kind']>(['accepted', 'restoring']);

const UNWRITTEN: OrderAnswer = {
  kind: 'refused',
  message: 'the ledger did not take the order, and nothing is carried out that is not in it',
};

const NOBODY: OrderAnswer = {
  kind: 'refused',
  message: 'this deployment has no function that carries out orders: deploy the stack again',
};
