import type { Fleet, Minute } from '../../lambdas/domain/model.ts';
import { alarmsOf, type Endpoint, trafficOf } from './endpoints.ts';
import type { AlarmTemplate } from './template.ts';

/** What is so in the storm, in the words of AWS's APIs. */
export type Body = Readonly<Record<string, unknown>>;

export const inXml = (operation: string, result: string): string =>
  `<${operation}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${operation}Result>${result}</${operation}Result></${operation}Response>`;

const seconds = (time: number): number => Math.floor(time / 1_000);

export const described = (name: string, { status, config, variants, lastModifiedAt }: Fleet): Body => ({
  EndpointName: name,
  EndpointArn: `arn:aws:sagemaker:eu-west-1:111122223333:endpoint/${name}`,
  EndpointConfigName: config,
  EndpointStatus: status,
  LastModifiedTime: seconds(lastModifiedAt),
  ProductionVariants: variants.map((variant) => ({
    VariantName: variant.name,
    CurrentWeight: variant.weight,
    DesiredWeight: variant.desiredWeight,
    CurrentInstanceCount: variant.instances,
    DesiredInstanceCount: variant.instances,
  })),
});

export const alarmsNow = (
  one: Endpoint | undefined,
  templates: readonly AlarmTemplate[],
  now: number,
): readonly Body[] => {
  if (one === undefined) return [];
  const states = new Map(alarmsOf(one, now).map((alarm) => [alarm.name, alarm]));
  return templates.map((template) => {
    const definition = template(one.policy.endpoint);
    const { state, transitionedAt, evidence } = states.get(String(definition['AlarmName'])) ?? {};
    return {
      ...definition,
      ActionsEnabled: true,
      StateValue: state,
      StateReason: 'Threshold Crossed',
      StateReasonData: evidence
        ? JSON.stringify({
            version: '1.0',
            startDate: new Date(evidence.from).toISOString().replace('Z', '+0000'),
            period: 60,
            recentDatapoints: evidence.datapoints,
            threshold: evidence.threshold,
          })
        : '{}',
      StateTransitionedTimestamp: seconds(transitionedAt ?? 0),
      StateUpdatedTimestamp: seconds(transitionedAt ?? 0),
    };
  });
};

export type Query = {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly { readonly Value: string }[] };
  };
};

export const measured = (
  { Id, MetricStat: { Metric } }: Query,
  byName: ReadonlyMap<string, Endpoint>,
  now: number,
): Body => {
  const [endpoint, variant] = Metric.Dimensions.map(({ Value }) => Value);
  const one = byName.get(endpoint ?? '');
  const minutes = one ? (trafficOf(one, now)[variant ?? ''] ?? []) : [];
  return {
    Id,
    Label: Id,
    StatusCode: 'Complete',
    Timestamps: minutes.map(({ start }) => seconds(start)),
    Values: minutes.map((minute) => reading(Metric.MetricName, minute)),
  };
};

/** Latency in microseconds. */
const reading = (metric: string, { requests, values }: Minute): number => {
  if (metric === 'Invocations') return requests;
  if (metric === 'ModelLatency') return 100_000;
  return metric === 'Invocation5XXErrors' ? (values['5xx'] ?? 0) : 0;
};
