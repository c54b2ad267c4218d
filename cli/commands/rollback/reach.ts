import { makeUnwritten } from '../../../lambdas/aws/unwritten.ts';
import type { Deployment, EndpointName, Policy, VariantName } from '../../../lambdas/domain/policy.ts';
import type { Ledger, Log, Ports } from '../../../lambdas/ports.ts';
import { awsTrouble } from '../../account/aws-trouble.ts';
import { type Known, knownOf } from '../../account/known.ts';
import { portsOf } from '../../account/ports.ts';
import { policyOf, type Session } from '../../session.ts';
import { NO_WAY_IN, Trouble } from '../../trouble.ts';

/** All that a rollback goes by, however much of the deployment is left. */
export type Reach = {
  readonly policy: Policy;
  readonly deployment: Deployment;
  readonly ports: Ports;
  /** Whose word the policy is. */
  readonly from: 'stack' | 'config' | 'command line';
  /** Why nothing is recorded and nobody is told; undefined: both are tried. */
  readonly alone?: string;
};

type Asked = { readonly endpoint: string; readonly to: string | undefined; readonly log: Log };

/** Needs none of our functions, and no stack either where the config, or the person, says which variant is good. */
export const reachOf = async (session: Session, asked: Asked): Promise<Reach> => {
  const known = await knownUnless(session, asked);
  const { to } = asked;
  const guarded = known instanceof Trouble ? undefined : known.deployment.policies.some(isOf(asked));
  if (known instanceof Trouble || (to !== undefined && guarded === false)) return bareReach(session, asked, known);
  const policy = policyOf(known, asked.endpoint);
  const ports = portsOf(session.account, placesOf(known), { clock: session.io.clock, log: asked.log });
  const { deployment } = known;
  return known.parts === undefined
    ? {
        policy,
        deployment,
        from: 'config',
        ports: { ...ports, ...without },
        alone: `the stack did not answer: ${known.because}`,
      }
    : { policy, deployment, from: 'stack', ports };
};

const isOf =
  ({ endpoint }: Asked) =>
  (policy: Policy): boolean =>
    policy.endpoint === endpoint;

/** Where the person names the variant, nothing else need be known. */
const knownUnless = async (session: Session, { endpoint, to }: Asked): Promise<Known | Trouble> => {
  try {
    return await knownOf(session, endpoint);
  } catch (error) {
    const trouble = error instanceof Trouble ? error : awsTrouble(error, session.common);
    if (trouble === undefined || NO_WAY_IN.has(trouble.code)) throw error;
    if (to === undefined)
      throw withoutPolicy(trouble, `${session.common.config} does not say what is stable on ${endpoint} either.`);
    return trouble;
  }
};

const TO = 'name the variant that is to get all traffic, which needs neither stack nor config: --to VARIANT.';

/** Neither the stack nor a file says what is stable; the person may. */
const withoutPolicy = ({ code, message, mend }: Trouble, nor: string): Trouble =>
  new Trouble(
    code,
    code === 'no-network' || code === 'config' ? message : `${message} ${nor}`,
    code === 'no-network' ? `${mend} If SageMaker can be reached: ${TO}` : `In a hurry, ${TO} Otherwise: ${mend}`,
  );

/** Nobody's policy: the variant is the person's word, and no guard can prove it. */
const bareReach = ({ account, io }: Session, { endpoint, to = '', log }: Asked, known: Known | Trouble): Reach => {
  const policy: Policy = {
    endpoint: endpoint as EndpointName,
    stable: to as VariantName,
    canaries: [],
    mode: 'observe',
    guards: [],
    stableMinShare: 0,
    contacts: { emails: [] },
  };
  const isGone = known instanceof Trouble;
  const deployment = { name: isGone ? '' : known.deployment.name, policies: [policy] };
  const places = isGone ? NOWHERE : placesOf(known);
  const ports = portsOf(account, places, { clock: io.clock, log });
  return {
    policy,
    deployment,
    from: 'command line',
    // CloudWatch takes no name at all for every name.
    ports: { ...ports, ...without, alarms: { ...ports.alarms, named: async () => [] } },
    alone: isGone ? known.message : `the stack ${known.stack} does not guard ${endpoint}`,
  };
};

const NOWHERE = { freezeParameter: '', ledger: '', oncallTopic: '', pagerTopic: '' };

const placesOf = ({ parts, freezeParameter }: Known) => parts ?? { ...NOWHERE, freezeParameter };

/** Remembers for as long as the command runs. */
const memoryLedger = (): Ledger => {
  const unwritten = makeUnwritten();
  return {
    head: async (endpoint) => unwritten.onto(endpoint, { incident: undefined, version: 'unknown' }),
    heads: async () => [],
    unwritten: () => [],
    write: async (step) => {
      unwritten.remember(step);
      return 'unwritten';
    },
    drill: async () => undefined,
    answer: async () => undefined,
    notice: async () => undefined,
    noticed: async () => undefined,
  };
};

/** Where nobody knows where the ledger and the topic are. */
const without: Pick<Ports, 'ledger' | 'oncall'> = {
  ledger: memoryLedger(),
  oncall: {
    publish: async () => {
      throw new Error('no topic is known');
    },
    confirmed: async () => new Set(),
  },
};
