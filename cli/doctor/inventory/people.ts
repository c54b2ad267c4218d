import { GetSubscriptionAttributesCommand, GetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import { DescribeParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { confirmedIn, isConfirmed, subscriptionsOf } from '../../../lambdas/aws/oncall.ts';
import { inTurns } from '../../account/in-turns.ts';
import { UNREAD, type Unread } from '../../account/unread.ts';
import { parsedJson } from '../promised/json.ts';
import { type Statement, statementsOf } from '../promised/statements.ts';
import { existing, type Reader } from './reader.ts';

export type LiveSubscription = {
  readonly protocol: string;
  readonly endpoint: string;
  readonly confirmed: boolean;
  readonly filter: unknown;
  readonly scope: string | undefined;
};

export type LiveTopic = {
  readonly policy: readonly Statement[] | Unread;
  readonly subscriptions: readonly LiveSubscription[] | Unread;
};

export type Topics = {
  readonly oncall: LiveTopic | undefined | Unread;
  readonly pager: LiveTopic | undefined | Unread;
  /** Those that get both letters and pages. */
  readonly confirmed: ReadonlySet<string> | Unread;
};

export const readTopics = async (
  client: SNSClient,
  reader: Reader,
  arns: { readonly oncall: string; readonly pager: string },
): Promise<Topics> => {
  const [oncall, pager] = await Promise.all([
    readTopic(client, reader, arns.oncall),
    readTopic(client, reader, arns.pager),
  ]);
  return { oncall, pager, confirmed: confirmedBy(oncall, pager) };
};

type Topic = LiveTopic | undefined | Unread;

const confirmedBy = (oncall: Topic, pager: Topic): ReadonlySet<string> | Unread => {
  const [letters, pages] = [oncall, pager].map((topic) => (topic === UNREAD ? UNREAD : (topic?.subscriptions ?? [])));
  if (letters === undefined || pages === undefined || letters === UNREAD || pages === UNREAD) return UNREAD;
  return confirmedIn(letters.map(toSns), pages.map(toSns));
};

const toSns = ({ protocol, endpoint, confirmed }: LiveSubscription) => ({
  Protocol: protocol,
  Endpoint: endpoint,
  SubscriptionArn: confirmed ? 'arn:' : 'PendingConfirmation',
});

const readTopic = async (client: SNSClient, reader: Reader, arn: string): Promise<Topic> => {
  const where = `topic ${arn.split(':').at(-1)}`;
  const attributes = await reader.read(
    { area: 'people', name: `The ${where}`, where, unchecked: 'who may publish there' },
    () => existing(() => client.send(new GetTopicAttributesCommand({ TopicArn: arn }))),
  );
  if (attributes === undefined) return undefined;
  const subscriptions = await reader.read(
    { area: 'people', name: `The subscriptions of the ${where}`, where, unchecked: 'who gets what it carries' },
    () => readSubscriptions(client, arn),
  );
  if (attributes === UNREAD && subscriptions === UNREAD) return UNREAD;
  const policy = attributes === UNREAD ? UNREAD : (statementsOf(parsedJson(attributes.Attributes?.['Policy'])) ?? []);
  return { policy, subscriptions };
};

/** Attributes are those of a confirmed subscription: of another one SNS tells no ARN to ask with. */
const readSubscriptions = async (client: SNSClient, topic: string): Promise<readonly LiveSubscription[]> =>
  inTurns(await subscriptionsOf(client, topic), async (one): Promise<LiveSubscription> => {
    const { Protocol: protocol = '', Endpoint: endpoint = '', SubscriptionArn: arn = '' } = one;
    const bare = { protocol, endpoint, confirmed: isConfirmed(one), filter: undefined, scope: undefined };
    if (!bare.confirmed) return bare;
    const reply = await existing(() => client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn })));
    const { FilterPolicy: filter, FilterPolicyScope: scope } = reply?.Attributes ?? {};
    return { ...bare, filter: parsedJson(filter), scope };
  });

/** Type of each parameter that exists: `SecureString`. Its value is nobody's affair here. */
export type Webhooks = ReadonlyMap<string, string> | Unread;

export const readWebhooks = async (
  client: SSMClient,
  { read }: Reader,
  names: readonly string[],
): Promise<Webhooks> => {
  if (names.length === 0) return new Map();
  return read(
    {
      area: 'people',
      name: "The webhooks' parameters",
      where: `SSM parameter ${names.join(', ')}`,
      unchecked: 'that they exist, and are SecureStrings',
    },
    async () => {
      const { Parameters: found = [] } = await client.send(
        new DescribeParametersCommand({
          ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: [...names] }],
          MaxResults: 50,
        }),
      );
      return new Map(found.map(({ Name: name = '', Type: type = '' }) => [name, type]));
    },
  );
};
