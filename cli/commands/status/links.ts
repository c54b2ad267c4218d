import type { EndpointName, Policy } from '../../../lambdas/domain/policy.ts';
import type { Deployed } from '../../account/deployed.ts';
import { UNREAD, type Unread } from '../../account/unread.ts';
import type { Code } from '../../doctor/codes.ts';
import { diagnose } from '../../doctor/diagnose.ts';
import type { Finding as Ailment } from '../../doctor/finding.ts';
import type { LiveEndpoint } from '../../doctor/inventory/endpoints.ts';
import { type Inventory, takeLinks } from '../../doctor/inventory/inventory.ts';
import type { Finding } from '../../finding.ts';
import type { Session } from '../../session.ts';
import { listed } from '../../shown/text.ts';
import type { Survey } from './survey.ts';

export type Links = Inventory;

/** What every rollback rests on, besides what the survey sees. */
export const readLinks = (session: Session, deployed: Deployed, policies: readonly Policy[]): Promise<Links> =>
  takeLinks({ session, deployed, policies });

/** Told of the survey already, as gaps. */
const TOLD: readonly Code[] = [
  'endpoint-missing',
  'variant-missing',
  'alarm-missing',
  'alarm-actions-disabled',
  'email-unconfirmed',
  'slack-unsubscribed',
];

/** All that `doctor` would call broken of it, in the same words; and what could not be looked at. */
export const linkFindings = (links: Links, survey: Survey): readonly Finding[] => {
  const found = diagnose({ ...links, endpoints: endpointsIn(survey) });
  const unchecked = [...new Set(found.filter(({ code }) => code === 'not-checked').map(({ where }) => where))];
  return [
    ...found.filter(({ severity, code }) => severity === 'broken' && !TOLD.includes(code)).map(toFinding),
    ...(unchecked.length === 0
      ? []
      : [
          {
            weight: 'notice' as const,
            kind: 'not-checked',
            what: `Not checked, because it could not be read: ${listed(unchecked)}`,
            mend: 'npx sagemaker-rollback doctor',
          },
        ]),
  ];
};

const toFinding = ({ where, endpoint, what, mend, command }: Ailment): Finding => ({
  weight: 'bad',
  kind: 'unguarded',
  ...(endpoint !== undefined && { endpoint }),
  what: `${where}: ${what}`,
  mend,
  ...(command !== undefined && { command }),
});

const endpointsIn = ({ endpoints }: Survey): Links['endpoints'] =>
  new Map(
    endpoints.map(({ policy, fleet }): readonly [EndpointName, LiveEndpoint | Unread] => {
      if (fleet === UNREAD) return [policy.endpoint, UNREAD];
      return [policy.endpoint, fleet === undefined ? { fleet, meant: undefined } : { fleet, shadows: [] }];
    }),
  );

/** What keeps this endpoint from being guarded: its own, and what all endpoints rest on. */
export const brokenFor = (links: readonly Finding[], endpoint: string): readonly Finding[] =>
  links.filter(({ weight, endpoint: own }) => weight === 'bad' && (own === undefined || own === endpoint));
