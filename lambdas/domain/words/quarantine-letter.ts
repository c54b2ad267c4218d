import { MAX_RESTORES } from '../evidence.ts';
import type { Policy } from '../policy.ts';
import type { Quarantined } from '../quarantine.ts';
import * as commands from './commands.ts';
import { percent } from './figures.ts';
import { asSubject, type Letter } from './letter.ts';

/** A variant that was rolled back has traffic again: on purpose, or because some code brought the old weights back. */
export const quarantineLetter = (policy: Policy, back: readonly Quarantined[]): Letter => {
  const { endpoint } = policy;
  const those = back.map(({ variant, share }) => `${variant} has traffic again, ${percent(share)}`).join('; ');
  const { later, otherwise } = back.some(({ variant }) => variant === policy.stable) ? NOT_STABLE : toStable(policy);
  return {
    version: 1,
    endpoint,
    headline: asSubject(`QUARANTINE ${endpoint}: ${those}`),
    tone: 'needs-you',
    seen: `${those}. ${back.length === 1 ? 'It was' : 'They were'} rolled back in ${[...new Set(back.map(({ incident }) => incident))].join(', ')}, and the endpoint config is the same as then.`,
    done: `Nothing. Whoever did it, person or program, their weights stand${later}.`,
    means: 'The model that was taken out of traffic serves users again, and nobody has said here that it is mended.',
    next: `On purpose: ${back.map(({ variant }) => commands.release(endpoint, variant)).join(' and ')}, in a clone; then this is not told again. Otherwise ${otherwise}, and make the code of whatever deploys the endpoint agree: a Terraform or CDK apply brings old weights back.`,
    command: commands.describeEndpoint(endpoint),
  };
};

type Ways = { readonly later: string; readonly otherwise: string };

const toStable = ({ stable, mode }: Policy): Ways => ({
  later:
    mode === 'auto'
      ? ` until a guard breaks by minutes after that; then traffic goes to ${stable} again, ${MAX_RESTORES} times at most`
      : ` until a person moves them: in mode ${mode} nothing is shifted by itself`,
  otherwise: `send all traffic to ${stable}`,
});

/** A person sent the traffic away from stable: no guard of stable ever moves any, and nobody here knows a better variant. */
const NOT_STABLE: Ways = {
  later: '; no guard of stable moves traffic',
  otherwise: 'take that traffic away again, with rollback --to in a clone',
};
