import { type Entry, readHistory } from '../../../lambdas/aws/ledger-history.ts';
import { type DrillOrder, drillId, drillIncidentId } from '../../../lambdas/domain/drill.ts';
import { isOpen } from '../../../lambdas/domain/incident.ts';
import type { Fleet, Weights } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import type { Watched } from '../../../lambdas/domain/watch-list.ts';
import { clockTime } from '../../../lambdas/domain/words/figures.ts';
import type { Ports } from '../../../lambdas/ports.ts';
import { callerOf } from '../../account/caller.ts';
import type { Deployed } from '../../account/deployed.ts';
import { portsOf } from '../../account/ports.ts';
import { type Blanks, makeBlanks, UNREAD, type Unread } from '../../account/unread.ts';
import { wrap } from '../../screen/wrap.ts';
import { policyOf, type Session } from '../../session.ts';
import { Trouble } from '../../trouble.ts';
import { refuse } from './refuse.ts';
import { targetOf } from './target.ts';

export type Asked = {
  readonly endpoint: string;
  readonly variant: string | undefined;
  readonly guard: string | undefined;
  readonly move: boolean;
  readonly ask: boolean;
  readonly yes: boolean;
};

/** One drill, before its first write. */
export type Scene = {
  readonly session: Session;
  readonly asked: Asked;
  readonly deployed: Deployed;
  readonly policy: Policy;
  readonly ports: Ports;
  readonly blanks: Blanks;
  readonly fleet: Fleet;
  readonly weights: Weights;
  readonly target: Watched;
  readonly order: DrillOrder;
};

/** An order that no look has followed by then is followed by none; and another drill may begin. */
const LASTS_MS = 15 * 60_000;

/** Reads what a drill starts from. Throws `Trouble` where it must not begin. */
export const openScene = async (session: Session, asked: Asked): Promise<Scene> => {
  const deployed = await session.deployed();
  const policy = policyOf(deployed, asked.endpoint);
  const target = targetOf(deployed.deployment, policy, asked);
  const blanks = makeBlanks(session.common);
  const ports = portsOf(session.account, deployed.parts, { clock: session.io.clock, log: blanks.log });
  const [by, fleet] = await Promise.all([callerOf(session), ports.endpoints.describe(policy.endpoint)]);
  if (fleet === undefined)
    throw new Trouble(
      'no-such-endpoint',
      `SageMaker knows no endpoint ${policy.endpoint} in this account and Region.`,
      'Correct its name in rollback.config.ts (case matters), or create it; then deploy.',
    );
  await refuse({ asked, deployed, policy, ports, fleet });
  const at = session.io.clock();
  return {
    session,
    asked,
    deployed,
    policy,
    ports,
    blanks,
    fleet,
    weights: Object.fromEntries(fleet.variants.map(({ name, desiredWeight }) => [name, desiredWeight])),
    target,
    order: { id: drillId(at), by, at, move: asked.move, until: at + LASTS_MS },
  };
};

/** What the function wrote of this drill, oldest first. */
export const entriesOf = async ({
  session,
  deployed,
  policy,
  order,
  blanks,
}: Scene): Promise<readonly Entry[] | Unread> => {
  const place = { table: deployed.parts.ledger, endpoint: policy.endpoint };
  // Clocks differ: this machine's may be behind that of AWS, or before it.
  const since = order.at - LASTS_MS;
  const found = await blanks.tried('The ledger', () => readHistory(session.account.dynamodb(), place, { since }));
  if (found === UNREAD) return UNREAD;
  return found.filter(({ incidentId }) => incidentId === drillIncidentId(policy.endpoint, order.id)).toReversed();
};

/** What an entry says of this; empty where it does not, or in another way. */
export const factOf = ({ facts }: Entry, name: string): string => {
  const fact = facts[name];
  return typeof fact === 'string' ? fact : '';
};

/** The id of a real incident that opened meanwhile: it comes first, and the drill has no place beside it. */
export const interrupted = async ({ ports, policy }: Scene): Promise<string | undefined> => {
  const { incident } = await ports.ledger.head(policy.endpoint);
  return isOpen(incident) && incident.drill === undefined ? incident.id : undefined;
};

/** What goes on, for whoever waits: on stderr, with its time. */
export const say = ({ session: { io } }: Scene, text: string): void => {
  const time = clockTime(io.clock());
  const room = io.page.width - time.length - GAP;
  for (const [place, row] of wrap(text, room).entries())
    io.err(`${(place === 0 ? time : '').padEnd(time.length + GAP)}${row}\n`);
};

const GAP = 2;
