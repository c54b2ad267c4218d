import {
  APPROVE_WITHIN_MINUTES,
  type Contacts,
  type Deployment,
  type EndpointName,
  type Policy,
  type VariantName,
} from '../../lambdas/domain/policy.ts';
import { compileGuards } from './guards.ts';
import { compileLimits } from './limits.ts';
import { DEFAULT_NAME } from './names.ts';
import type { EndpointConfig, ReservedConcurrency, RollbackConfig, Tell } from './shape.ts';
import { compileStrategy } from './strategy.ts';

/** Runs take a second or two: five at once answer a rush of alarms on many endpoints, two keep up with its messages. */
const DEFAULT_CONCURRENCY: ReservedConcurrency = { reconcile: 5, notify: 2, judge: 1 };

/** Fills in every default. The config has passed `checkConfig`. */
export const compile = (config: RollbackConfig): Deployment => ({
  name: config.name ?? DEFAULT_NAME,
  policies: config.endpoints.map((endpoint) => toPolicy(endpoint, config.tell ?? {})),
  limits: compileLimits(config.limits ?? {}),
});

/** Absent: keep none free. */
export const reservedConcurrency = (config: RollbackConfig): ReservedConcurrency | undefined =>
  config.reservedConcurrency === false ? undefined : (config.reservedConcurrency ?? DEFAULT_CONCURRENCY);

const toPolicy = (config: EndpointConfig, tellAll: Tell): Policy => ({
  endpoint: config.endpoint as EndpointName,
  stable: config.stable as VariantName,
  canaries: config.canaries.map((canary) => canary as VariantName),
  mode: config.mode ?? 'observe',
  ...(config.mode === 'approve' && { approveWithinMinutes: config.approveWithinMinutes ?? APPROVE_WITHIN_MINUTES }),
  guards: compileGuards(config.guards ?? {}, config),
  stableMinShare: config.stableMinShare ?? 0.5,
  ...(config.stableMaxRequestsPerInstance !== undefined && {
    stableMaxRequestsPerInstance: config.stableMaxRequestsPerInstance,
  }),
  ...compileStrategy(config),
  contacts: toContacts(config.tell ?? tellAll),
});

const toContacts = (tell: Tell): Contacts => ({
  emails: tell.emails ?? [],
  ...(tell.slackWebhookParameter !== undefined && { slackWebhookParameter: tell.slackWebhookParameter }),
});
