import type { HoldReason } from '../reasons.ts';
import * as commands from './commands.ts';
import type { HoldWords, Scene } from './holds.ts';
import { asLine } from './letter.ts';

type Restoring = Extract<
  HoldReason,
  {
    readonly kind: 'nothing-good-known' | 'good-configs-unreadable' | 'good-config-unproved' | 'not-one-variant';
  }
>;

const KEEPS = 'The endpoint config in service keeps the traffic, and every minute is looked at again.';

const FROM_A_LIST =
  'from the list that the command prints, and give it to: aws sagemaker update-endpoint --retain-all-variant-properties.';

export const CHOOSE_FROM_A_LIST = `Choose the config to go back to ${FROM_A_LIST}`;

/** Why no endpoint config is restored, where that has a reason of its own. */
export const RESTORES: {
  readonly [Kind in Restoring['kind']]: (reason: Extract<Restoring, { kind: Kind }>, scene: Scene) => HoldWords;
} = {
  'nothing-good-known': (_, { policy }) => ({
    why: `no endpoint config but the one in service is known to have served under its guards for ${policy.restore?.bakeMinutes ?? 60} minutes`,
    means: KEEPS,
    next: CHOOSE_FROM_A_LIST,
    command: commands.listConfigs(policy.endpoint),
  }),
  'good-configs-unreadable': (_, { policy }) => ({
    why: 'the ledger could not be read, and it alone knows which endpoint configs served well',
    means: KEEPS,
    next: CHOOSE_FROM_A_LIST,
    command: commands.listConfigs(policy.endpoint),
  }),
  'good-config-unproved': ({ config, what }, { policy }) => ({
    why: `${config} served well, and it is not proved that it can again: ${asLine(what)}`,
    means: KEEPS,
    next: `Create what is missing, and it is asked for by itself. Or choose another one ${FROM_A_LIST}`,
    command: commands.listConfigs(policy.endpoint),
  }),
  'not-one-variant': ({ variants }, { policy }) => ({
    why: `the endpoint has the variants ${variants.join(', ')}, and a config is restored for one alone`,
    means: KEEPS,
    next: 'Name the variants as stable and canaries in rollback.config.ts, so that traffic can be shifted between them.',
    command: commands.describeEndpoint(policy.endpoint),
  }),
};
