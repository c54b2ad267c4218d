import { type CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { EVIDENCE } from '../domain/guards/judge.ts';
import type { Instant } from '../domain/model.ts';
import type { Found, Publish } from '../ports.ts';
import { within } from './clients.ts';

const PUBLISH_WITHIN_MS = 5_000;

/** PutMetricData's own bound on one call. */
const METRICS = 1_000;

/** What the judge's alarms watch. Throws when CloudWatch does not take it. */
export const cloudwatchEvidence =
  (client: CloudWatchClient, withinMs = PUBLISH_WITHIN_MS): Publish =>
  async (deployment, found, at) => {
    const calls = Array.from({ length: Math.ceil(found.length / METRICS) }, (_, place) =>
      found.slice(place * METRICS, (place + 1) * METRICS),
    );
    for (const call of calls)
      await client.send(
        new PutMetricDataCommand({
          Namespace: EVIDENCE.namespace,
          MetricData: call.map((one) => datumOf(deployment, one, at)),
        }),
        within(withinMs),
      );
  };

const datumOf = (deployment: string, { endpoint, variant, guard, value }: Found, at: Instant): MetricDatum => ({
  MetricName: EVIDENCE.name,
  Dimensions: [
    { Name: 'Deployment', Value: deployment },
    { Name: 'EndpointName', Value: endpoint },
    { Name: 'VariantName', Value: variant },
    { Name: 'Guard', Value: guard },
  ],
  Timestamp: new Date(at),
  Value: value,
});
