import { MAX_RESTORES } from '../evidence.ts';
import type { Policy } from '../policy.ts';
import type { Quarantined } from '../quarantine.ts';
import * as commands from './commands.ts';
import { percent } from './figures.ts';
import { asSubject, type Letter } from './letter.ts';

/** A variant that was rolled back has traffic again: on purpose, or because some code brought the old weights back. */
export const quarantineLetter = ({ endpoint, stable }: Policy, back: readonly Quarantined[]): Letter => {
  const those = back.map(({ variant, share }) => `${variant} has traffic again, ${percent(share)}`).join('; ');
  return {
    version: 1,
    endpoint,
    headline: asSubject(`QUARANTINE ${endpoint}: ${those}`),
    tone: 'needs-you',
    seen: `${those}. It was rolled back in ${[...new Set(back.map(({ incident }) => incident))].join(', ')}, and the endpoint config is the same as then.`,
    done: `Nothing. Whoever did it, person or program, their weights stand until a guard breaks by minutes after that; in mode auto traffic then goes to ${stable} again, ${MAX_RESTORES} times at most.`,
    means: 'The model that was taken out of traffic serves users again, and nobody has said here that it is mended.',
    next: `On purpose: ${back.map(({ variant }) => commands.release(endpoint, variant)).join(' and ')}, in a clone; then this is not told again. Otherwise send all traffic to ${stable}, and make the code of whatever deploys the endpoint agree: a Terraform or CDK apply brings old weights back.`,
    command: commands.describeEndpoint(endpoint),
  };
};
