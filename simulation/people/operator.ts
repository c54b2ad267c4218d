import { ANSWER_HOLDS, type Answer, askedOf } from '../../lambdas/domain/answer.ts';
import { obey } from '../../lambdas/domain/by-hand.ts';
import { isOpen } from '../../lambdas/domain/incident.ts';
import type { VariantName } from '../../lambdas/domain/policy.ts';
import { released } from '../../lambdas/domain/quarantine.ts';
import { look } from '../../lambdas/loop/look.ts';
import { act } from '../../lambdas/loop/step.ts';
import type { Guarded } from '../aws/account.ts';
import type { Stage } from './happen.ts';

const ANA = 'arn:aws:iam::111122223333:user/ana';

/** A person's shift, by the same rules and the same loop as the command line's. */
export const order = ({ lambda }: Stage, { plan: { policy } }: Guarded, to: VariantName): void =>
  lambda.byPerson(async (world) => {
    const looked = await look(world.ports, world.deployment, policy);
    const ordered = obey(looked.situation, { by: ANA, to }, world.ports.clock());
    if (ordered.kind === 'roll-back') await act(world, policy, { ...looked, verdict: ordered });
  });

/** A person's answer to the incident that asks for one, as it stands in the ledger. */
export const answer = ({ account, clock, record }: Stage, of: Guarded, kind: Answer['kind']): void => {
  const { policy } = of.plan;
  const { incident } = account.table.head(policy.endpoint);
  const fleet = of.endpoint.describe();
  if (!isOpen(incident) || fleet === undefined) return;
  const at = clock.now();
  const { plan } = askedOf(incident, { policy, fleet }, at);
  account.table.keepAnswer(policy.endpoint, {
    kind,
    incident: incident.id,
    plan,
    by: ANA,
    at,
    until: at + ANSWER_HOLDS,
  });
  record({ kind: 'world-fault', fault: 'approval-races-timeout', endpoint: policy.endpoint });
};

/** A person's word that traffic on a variant that was rolled back is on purpose. */
export const release = ({ lambda }: Stage, { plan: { policy } }: Guarded, variant: VariantName): void =>
  lambda.byPerson(async ({ ports }) => {
    const { incident, version } = await ports.ledger.head(policy.endpoint);
    if (incident?.ending === undefined) return;
    const at = ports.clock();
    const after = released(incident, { variant, by: ANA, at, reason: 'on purpose' });
    const facts = { variant };
    await ports.ledger.write({ incident: after, replaces: version, at, what: 'released', facts }, 2_000);
  });
