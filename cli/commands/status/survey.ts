import { type DrillRecord, lastDrills } from '../../../lambdas/aws/ledger-drill.ts';
import { guardAlarmPrefix } from '../../../lambdas/contract.ts';
import { lastReal } from '../../../lambdas/domain/drill.ts';
import { type Freeze, type FreezeReading, freezeOf } from '../../../lambdas/domain/freeze.ts';
import { type Incident, isOpen } from '../../../lambdas/domain/incident.ts';
import type { GoodConfig } from '../../../lambdas/domain/last-known-good.ts';
import type { Alarm, Fleet, Instant } from '../../../lambdas/domain/model.ts';
import type { EndpointName, Policy } from '../../../lambdas/domain/policy.ts';
import { type Quarantined, quarantineOf } from '../../../lambdas/domain/quarantine.ts';
import type { Gap } from '../../../lambdas/domain/unguarded.ts';
import { guardPrefixOf, type Watched, watched } from '../../../lambdas/domain/watch-list.ts';
import { guardsIn } from '../../../lambdas/loop/alarms-read.ts';
import { gapsOf } from '../../../lambdas/loop/compare.ts';
import type { Ports } from '../../../lambdas/ports.ts';
import type { Deployed } from '../../account/deployed.ts';
import { inTurns } from '../../account/in-turns.ts';
import { portsOf } from '../../account/ports.ts';
import { type Blanks, makeBlanks, UNREAD, type Unread } from '../../account/unread.ts';
import type { Session } from '../../session.ts';

/** One endpoint as it is now, beside what was promised of it. */
export type Seen = {
  readonly policy: Policy;
  readonly watched: readonly Watched[];
  /** Undefined: SageMaker knows no such endpoint. */
  readonly fleet: Fleet | undefined | Unread;
  readonly alarms: ReadonlyMap<string, Alarm> | Unread;
  readonly gaps: readonly Gap[];
  /** The newest one, open or ended; a drill is none. */
  readonly incident: Incident | undefined;
  /** False: the ledger did not answer, and there may be one. */
  readonly isIncidentKnown: boolean;
  /** A drill is under way. */
  readonly drilling: boolean;
  /** The newest one. */
  readonly drill: DrillRecord | undefined | Unread;
  readonly freeze: Freeze;
  /** Endpoint configs that it could go back to, newest first; undefined: it goes back by weights. */
  readonly good: readonly GoodConfig[] | Unread | undefined;
  /** Variants that were rolled back, and that nobody has released. */
  readonly quarantined: readonly Quarantined[];
};

export type Survey = {
  readonly now: Instant;
  readonly endpoints: readonly Seen[];
  readonly freeze: FreezeReading | undefined;
  /** What could not be read, a sentence each. */
  readonly unread: readonly string[];
};

/** What the account has of these endpoints, whatever of it can be read. */
export const surveyOf = async (session: Session, deployed: Deployed, policies: readonly Policy[]): Promise<Survey> => {
  const blanks = makeBlanks(session.common);
  let isLedgerRead = true;
  const log: Blanks['log'] = (message, facts) => {
    if (message.startsWith('ledger ')) isLedgerRead = false;
    blanks.log(message, facts);
  };
  const ports = portsOf(session.account, deployed.parts, { clock: session.io.clock, log });
  const names = policies.map(({ endpoint }) => endpoint);
  const [fleets, shared, freeze, incidents, drills, goods] = await Promise.all([
    fleetsOf(ports, blanks, policies),
    sharedOf(ports, blanks, { prefix: prefixOf(deployed, policies), policies }),
    ports.freeze(),
    ports.ledger.heads(names),
    blanks.tried('The last drills', () => lastDrills(session.account.dynamodb(), deployed.parts.ledger, names)),
    goodsOf(ports, policies),
  ]);
  const now = session.io.clock();
  const guarded = deployed.deployment.policies.map(({ endpoint }) => endpoint);
  const endpoints = policies.map((policy) => {
    const { endpoint } = policy;
    const fleet = fleets.get(endpoint);
    const newest = incidents.find((one) => one.endpoint === endpoint);
    return {
      policy,
      watched: watched(deployed.deployment, policy),
      fleet,
      alarms: shared.alarms,
      gaps: gapsOf(deployed.deployment, policy, { fleet, ...shared }),
      incident: lastReal(newest),
      isIncidentKnown: isLedgerRead || newest !== undefined,
      drilling: newest?.drill !== undefined && isOpen(newest),
      drill: drills === UNREAD ? UNREAD : drills.get(endpoint),
      freeze: freezeOf({ endpoint, guarded }, freeze, now),
      good: goods.get(endpoint),
      quarantined: quarantineOf(newest, fleet === UNREAD ? undefined : fleet),
    };
  });
  return { now, endpoints, freeze, unread: blanks.sentences() };
};

/** One endpoint's own alarms come in one page; all the deployment's in a page for each hundred. */
const prefixOf = ({ deployment }: Deployed, [first, ...others]: readonly Policy[]): string =>
  first !== undefined && others.length === 0 ? guardPrefixOf(deployment, first) : guardAlarmPrefix(deployment.name);

type Asked = { readonly prefix: string; readonly policies: readonly Policy[] };

const sharedOf = async ({ alarms, oncall }: Ports, { tried }: Blanks, { prefix, policies }: Asked) => {
  const [found, confirmed] = await Promise.all([
    tried('The alarms of the guards', () => guardsIn(alarms, prefix, policies)),
    tried('Who gets the messages', () => oncall.confirmed()),
  ]);
  return { alarms: found === UNREAD ? found : new Map(found.map((alarm) => [alarm.name, alarm])), confirmed };
};

const goodsOf = async ({ goodConfigs }: Ports, policies: readonly Policy[]) =>
  new Map(
    await inTurns(
      policies.filter(({ restore }) => restore !== undefined),
      async ({ endpoint }): Promise<readonly [EndpointName, readonly GoodConfig[] | Unread]> => {
        const known = await goodConfigs.known(endpoint);
        return [endpoint, known === 'unreadable' ? UNREAD : known.good];
      },
    ),
  );

/** A few at a time: SageMaker throttles DescribeEndpoint early, and the functions call it too. */
const fleetsOf = async ({ endpoints }: Ports, { tried }: Blanks, policies: readonly Policy[]) =>
  new Map(
    await inTurns(policies, async ({ endpoint }) => {
      const fleet = await tried(`Endpoint ${endpoint}`, () => endpoints.describe(endpoint));
      return [endpoint, fleet] as const;
    }),
  );
