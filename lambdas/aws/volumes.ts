import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { type Instant, MINUTE } from '../domain/model.ts';
import type { EndpointName, Policy } from '../domain/policy.ts';
import type { Log, Ports } from '../ports.ts';
import { messageOf, within } from './clients.ts';

const READ_WITHIN_MS = 2_000;

/** GetMetricData's bound on the questions of one call. */
const QUESTIONS = 500;

/** The newest minute may be incomplete; the two before it are enough to tell large from small. */
const LOOK_BACK = 3 * MINUTE;

/** Requests a minute of each endpoint. It only says who is looked at first: without an answer there is no order. */
export const cloudwatchVolumes =
  (client: CloudWatchClient, log: Log, withinMs = READ_WITHIN_MS): NonNullable<Ports['volumes']> =>
  async (policies, now) => {
    const asked = policies.flatMap(questionsOf);
    const calls = Array.from({ length: Math.ceil(asked.length / QUESTIONS) }, (_, place) =>
      asked.slice(place * QUESTIONS, (place + 1) * QUESTIONS),
    );
    try {
      return sums((await Promise.all(calls.map((call) => read(client, call, { now, withinMs })))).flat());
    } catch (error) {
      log('volumes unreadable', { error: messageOf(error) });
      return new Map();
    }
  };

type Question = { readonly endpoint: EndpointName; readonly variant: string };
type Answer = { readonly endpoint: EndpointName; readonly requests: number };

const questionsOf = ({ endpoint, stable, canaries }: Policy): readonly Question[] =>
  [stable, ...canaries].map((variant) => ({ endpoint, variant }));

const read = async (
  client: CloudWatchClient,
  asked: readonly Question[],
  { now, withinMs }: { readonly now: Instant; readonly withinMs: number },
): Promise<readonly Answer[]> => {
  const end = now - (now % MINUTE);
  const command = new GetMetricDataCommand({
    MetricDataQueries: asked.map(queryOf),
    StartTime: new Date(end - LOOK_BACK),
    EndTime: new Date(end),
  });
  const { MetricDataResults: results = [] } = await client.send(command, within(withinMs));
  const values = new Map(results.map(({ Id, Values = [] }) => [Id, Math.max(0, ...Values)]));
  return asked.map(({ endpoint }, place) => ({ endpoint, requests: values.get(`q${place}`) ?? 0 }));
};

const queryOf = ({ endpoint, variant }: Question, place: number): MetricDataQuery => ({
  Id: `q${place}`,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocations',
      Dimensions: [
        { Name: 'EndpointName', Value: endpoint },
        { Name: 'VariantName', Value: variant },
      ],
    },
    Period: MINUTE / 1_000,
    Stat: 'Sum',
  },
});

const sums = (answers: readonly Answer[]): ReadonlyMap<EndpointName, number> => {
  const volumes = new Map<EndpointName, number>();
  for (const { endpoint, requests } of answers) volumes.set(endpoint, (volumes.get(endpoint) ?? 0) + requests);
  return volumes;
};
