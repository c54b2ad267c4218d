import * as v from 'valibot';
import {
  atLeastOne,
  callsPerSecond,
  exactly,
  milliseconds,
  minutes,
  minutesOfADay,
  orFalse,
  percentile,
  rate,
  sagemakerName,
  share,
  text,
  timesADay,
  wholeFromNone,
  wholeFromOne,
  word,
} from './fields.ts';
import { judgeField } from './guards/judge.ts';
import { readingFields } from './guards/readings.ts';
import { strategySchema } from './strategy.ts';

/** CloudFormation wants a letter first; Systems Manager has no `/aws…` or `/ssm…` for others, and the freeze is there. */
const deploymentName = text(
  /^(?!aws|ssm)[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
  'must be lower-case letters, digits and inner hyphens, a letter first, not aws or ssm, at most 40',
);

const email = text(/^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/, 'must be one email address');

/**
 * Systems Manager: letters, digits and `.-_/`, at most 15 levels, and no name that begins with aws or ssm. The path of a
 * Slack webhook's URL would pass for such a name.
 */
const parameterName = text(
  /^(?!.*services\/T)\/(?!(aws|ssm))[\w.-]+(\/[\w.-]+){0,14}$/i,
  "must be the name of an SSM parameter, such as '/sagemaker-rollback/slack-webhook': the webhook's URL is a secret and goes into that parameter",
);

const tell = exactly({
  emails: v.optional(v.array(email, 'must be a list of email addresses')),
  slackWebhookParameter: v.optional(parameterName),
});

const minRequests = v.optional(wholeFromOne);
const plus = v.optional(wholeFromNone);
const grossEverySeconds = v.optional(v.picklist([10, 30], 'must be 10 or 30, as SageMaker publishes metrics'));

const errors = exactly({
  above: v.optional(share),
  plus,
  count: v.optional(atLeastOne(word(['5xx', '4xx', 'model']), "must list at least one of '5xx', '4xx', 'model'")),
  gross: v.optional(orFalse(exactly({ above: share, plus, minRequests }))),
  grossEverySeconds,
});

const latency = exactly({
  percentile: v.optional(percentile),
  aboveMs: milliseconds,
  gross: v.optional(orFalse(exactly({ aboveMs: milliseconds, minRequests }))),
});

const slow = exactly({
  thanMs: milliseconds,
  above: share,
  plus,
  minRequests,
  gross: v.optional(orFalse(exactly({ above: share, plus, minRequests }))),
  grossEverySeconds,
});

const endpoint = exactly({
  endpoint: sagemakerName,
  stable: sagemakerName,
  canaries: v.array(sagemakerName, 'must list at least one variant to guard'),
  mode: v.optional(word(['observe', 'recommend', 'approve', 'auto'], ', the modes that exist')),
  approveWithinMinutes: v.optional(minutes),
  stableMinShare: v.optional(share),
  stableMaxRequestsPerInstance: v.optional(rate),
  strategy: v.optional(strategySchema),
  fallback: v.optional(sagemakerName),
  guards: v.optional(
    exactly({
      minRequests,
      errors: v.optional(orFalse(errors)),
      latency: v.optional(orFalse(latency)),
      overhead: v.optional(orFalse(latency)),
      slow: v.optional(orFalse(slow)),
      judge: judgeField,
      ...readingFields,
    }),
  ),
  tell: v.optional(tell),
});

const limits = exactly({
  cooldownMinutes: v.optional(minutesOfADay),
  flaps: v.optional(exactly({ shifts: v.optional(timesADay), withinMinutes: v.optional(minutesOfADay) })),
  shiftsPerDay: v.optional(timesADay),
  storm: v.optional(
    exactly({
      endpoints: v.optional(wholeFromOne),
      share: v.optional(share),
      withinMinutes: v.optional(minutesOfADay),
    }),
  ),
  callsPerSecond: v.optional(callsPerSecond),
});

/** What one part of the config may be, seen alone. What parts must be to each other is in `contradictions.ts`. */
export const configSchema = exactly({
  name: v.optional(deploymentName),
  tell: v.optional(tell),
  endpoints: atLeastOne(endpoint, 'must list at least one endpoint'),
  limits: v.optional(limits),
  reservedConcurrency: v.optional(
    orFalse(exactly({ reconcile: wholeFromOne, notify: wholeFromOne, judge: v.optional(wholeFromOne) })),
  ),
});
