import type { GaveUp } from '../gave-up.ts';
import type { Pinned } from '../pinned.ts';
import type { Policy } from '../policy.ts';
import * as commands from './commands.ts';
import { asLine, asSubject, type Letter } from './letter.ts';

/** A variant of weight 0 serves requests: the weights are as wanted, and users still get its answers. */
export const pinnedLetter = ({ endpoint }: Policy, pinned: readonly Pinned[]): Letter => {
  const variants = pinned.map(({ variant }) => variant);
  const those = variants.join(' and ');
  const [have, serve, are] = variants.length === 1 ? ['has', 'serves', 'it is'] : ['have', 'serve', 'they are'];
  return {
    version: 1,
    endpoint,
    headline: asSubject(`PINNED ${endpoint}: ${those} ${have} weight 0, and still ${serve} requests`),
    tone: 'needs-you',
    seen: `${pinned.map(({ variant, requests }) => `${variant} has weight 0 and served ${requests} requests in the last minutes`).join('; ')}.`,
    done: 'Nothing: no weight keeps those requests away.',
    means: `Some callers name the variant in InvokeEndpoint (TargetVariant), or hold a session that began on it. They get the answers of ${those}, however bad ${are}.`,
    next: `Find them: search the callers' code for TargetVariant and SessionId, and have it taken out. If nobody can, deploy an endpoint config without ${those}.`,
    command: commands.invocations(endpoint, variants.slice(0, 1).join('')),
  };
};

/** SageMaker took a change back by itself: whoever made it may believe that it is in force. */
export const gaveUpLetter = ({ endpoint }: Policy, found: readonly GaveUp[]): Letter => {
  const those = found.map(({ config, reason }) => `endpoint config ${config}, and a FailureReason: ${asLine(reason)}`);
  return {
    version: 1,
    endpoint,
    headline: asSubject(`TAKEN BACK ${endpoint}: SageMaker gave a change up`),
    tone: 'needs-you',
    seen: `${endpoint} is InService with ${those.join('; ')}.`,
    done: 'Nothing: SageMaker itself went back to what was there before.',
    means:
      'A deployment, a scaling or a change of weights was accepted and is not in force. The tool that made it may have said that it worked.',
    next: 'See that config and weights are what you want, mend the reason, and make the change again.',
    command: commands.describeEndpoint(endpoint),
  };
};
