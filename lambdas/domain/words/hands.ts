import { MAX_RESTORES } from '../evidence.ts';
import type { Incident } from '../incident.ts';
import type { HoldReason } from '../reasons.ts';
import { later } from './asks.ts';
import * as commands from './commands.ts';
import type { HoldWords, Scene } from './holds.ts';
import { asLine } from './letter.ts';

type Hands = 'unsupported' | 'deployment-pending' | 'endpoint-unusable' | 'weights-moved-since' | 'restored-too-often';

/** Holds for what other hands do to the endpoint: deployments, deploy tools, people, and SageMaker itself. */
export const HANDS: {
  readonly [Kind in Hands]: (reason: Extract<HoldReason, { kind: Kind }>, scene: Scene) => HoldWords;
} = {
  'deployment-pending': ({ config }, scene) => ({
    why: `another endpoint config is being deployed, ${config}, and nothing is planned around that`,
    means: `The canary keeps its traffic meanwhile. When ${config} is in force, it is judged by its own minutes. ${later(scene, 'Where SageMaker rolls the deployment back, and the canary is still bad, traffic goes to stable by itself.')}`,
    next: 'Ask who deploys, and tell them what was seen: no call cancels a deployment.',
    command: commands.describeEndpoint(scene.policy.endpoint),
  }),
  unsupported: (_, { policy }) => ({
    why: 'the endpoint serves inference components, and callers choose one of them by its name: weights route nothing',
    means: 'This automation cannot help here, whatever it sees.',
    next: `Bring the component's last good version back with aws sagemaker update-inference-component, or send callers to another one; then take ${policy.endpoint} out of rollback.config.ts.`,
    command: commands.describeEndpoint(policy.endpoint),
  }),
  'endpoint-unusable': ({ status, failure }, { policy }) => ({
    why: `the endpoint is ${status}${failure === undefined ? '' : ` (${failure})`}, and SageMaker changes no weights then`,
    means: 'Weights cannot help here; the endpoint itself needs a person.',
    next: remedyOf(status),
    command: commands.describeEndpoint(policy.endpoint),
  }),
  'weights-moved-since': (_, scene) => ({
    why: 'somebody changed the endpoint after the breach, and too few minutes since then are bad',
    means: `Their change stands. ${later(scene, 'If the canary does badly with the new weights too, traffic goes to stable.')}`,
    next: 'Tell whoever moved the weights what was seen. Nothing, if that was you.',
    command: commands.describeEndpoint(scene.policy.endpoint),
  }),
  'restored-too-often': ({ variant, times }, scene) => ({
    why: `${variant} was taken out of traffic ${times} times under this endpoint config, and each time another hand gave it traffic again`,
    means: `Another shift would be undone like those before, so that none is made any more. ${variant} keeps its traffic until a person acts.`,
    next: `Find what restores the weights (a pipeline, Terraform, the CDK; CloudTrail: UpdateEndpoint, UpdateEndpointWeightsAndCapacities) and stop it; then run the command. A new endpoint config begins anew; so does, if the traffic is on purpose: ${commands.release(scene.policy.endpoint, variant)}.`,
    command: scene.shift,
  }),
};

/** What leads out of a status in which no weight can be changed. */
export const remedyOf = (status: string): string =>
  status === 'UpdateRollbackFailed'
    ? 'Old and new instances serve side by side: call update-endpoint with the endpoint config that you want.'
    : 'See what became of it. A Failed endpoint can only be deleted, and created again from its last good config.';

/** For a last letter, which does not know the status any more. */
export const UNUSABLE = `Look at it now. UpdateRollbackFailed: ${remedyOf('UpdateRollbackFailed')} Failed or OutOfService: ${remedyOf('Failed')}`;

/** What SageMaker gave up by itself since the incident opened; and how often the variant has come back by now. */
export const handsWords = ({ takenBack, quarantined, breach }: Incident): string => {
  const reason = takenBack?.failure === undefined ? '' : ` (${asLine(takenBack.failure)})`;
  const what = takenBack?.attempt === 0 ? "somebody's change of the endpoint" : 'the shift that was asked for';
  const again = quarantined?.find(({ variant }) => variant === breach?.variant);
  return [
    takenBack === undefined ? '' : `SageMaker accepted ${what} and took it back by itself${reason}. `,
    again === undefined
      ? ''
      : `Another hand gave ${again.variant} traffic again after ${again.incident} (time ${again.times ?? 1} under this endpoint config), and it broke a guard since. `,
  ].join('');
};

/** Whoever gave it traffic on purpose must learn how to say so. */
export const onPurposeWords = ({ endpoint, quarantined, breach }: Incident): string => {
  const again = quarantined?.find(({ variant }) => variant === breach?.variant);
  if (again === undefined) return '';
  return ` Whoever gave ${again.variant} its traffic on purpose says so with ${commands.release(endpoint, again.variant)}; after ${MAX_RESTORES} restores nothing is shifted any more.`;
};
