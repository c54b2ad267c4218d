import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { Answer } from '../domain/answer.ts';
import type { EndpointName } from '../domain/policy.ts';
import { beside } from './ledger-chain.ts';

type Item = Record<string, AttributeValue>;
type Place = { readonly table: string; readonly endpoint: EndpointName };

export const answerKey = (endpoint: EndpointName): Item => ({ pk: { S: endpoint }, sk: { S: 'answer' } });

/** Nobody's name, and no reason that a person types, is longer. */
const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(2_048));
const instant = v.pipe(v.number(), v.integer(), v.minValue(0));

const Stored = v.object({
  schema: v.object({ N: v.literal('1') }),
  answer: v.object({
    S: v.pipe(
      v.string(),
      v.parseJson(),
      v.strictObject({
        kind: v.picklist(['approve', 'decline']),
        incident: text,
        plan: text,
        by: text,
        at: instant,
        until: instant,
        reason: v.optional(text),
      }),
    ),
  }),
});

/** Throws where the item is none of ours: who reads it counts that as no answer. */
export const toAnswer = (item: Item | undefined): Answer | undefined => {
  if (item === undefined) return undefined;
  const { reason, ...answer } = v.parse(Stored, item).answer.S;
  return { ...answer, ...(reason !== undefined && { reason }) };
};

const answerItem = (endpoint: EndpointName, answer: Answer): Item => ({
  ...answerKey(endpoint),
  schema: { N: '1' },
  answer: { S: JSON.stringify(answer) },
  // Beside the JSON, for the condition that lets the first answer stand.
  incident: { S: answer.incident },
  plan: { S: answer.plan },
  until: { N: String(answer.until) },
});

/** One item holds the newest answer; each has an entry that stays. */
const entryItem = (endpoint: EndpointName, answer: Answer): Item =>
  beside({
    pk: { S: endpoint },
    sk: { S: `entry#${new Date(answer.at).toISOString()}#answer#${answer.kind}` },
    incidentId: { S: answer.incident },
    what: { S: answer.kind === 'approve' ? 'approved' : 'declined' },
    facts: { S: JSON.stringify(answer) },
  });

/** The first answer to an incident's plan stands, until it expires. */
const IS_FIRST = 'attribute_not_exists(pk) OR #incident <> :incident OR #plan <> :plan OR #until <= :now';

/** What stands already: an answer, or an item that is none of ours. Undefined: this one does now. Throws when the table does not take it. */
export const giveAnswer = async (
  client: DynamoDBClient,
  { table, endpoint }: Place,
  answer: Answer,
): Promise<Answer | 'unreadable' | undefined> => {
  const first = {
    TableName: table,
    Item: answerItem(endpoint, answer),
    ConditionExpression: IS_FIRST,
    ExpressionAttributeNames: { '#incident': 'incident', '#plan': 'plan', '#until': 'until' },
    ExpressionAttributeValues: {
      ':incident': { S: answer.incident },
      ':plan': { S: answer.plan },
      ':now': { N: String(answer.at) },
    },
  };
  const entry = {
    TableName: table,
    Item: entryItem(endpoint, answer),
    ConditionExpression: 'attribute_not_exists(pk)',
  };
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: first }, { Put: entry }] }));
    return undefined;
  } catch (error) {
    if (!isRefused(error)) throw error;
    return standing(client, { table, endpoint });
  }
};

const standing = async (client: DynamoDBClient, place: Place): Promise<Answer | 'unreadable'> => {
  try {
    return (await readAnswer(client, place)) ?? 'unreadable';
  } catch (error) {
    if (error instanceof v.ValiError) return 'unreadable';
    throw error;
  }
};

const isRefused = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(({ Code }) => Code === 'ConditionalCheckFailed');

/** Throws when the table does not answer, or holds something else there. */
export const readAnswer = async (
  client: DynamoDBClient,
  { table, endpoint }: Place,
  options: { readonly abortSignal?: AbortSignal } = {},
): Promise<Answer | undefined> => {
  const get = new GetItemCommand({ TableName: table, Key: answerKey(endpoint), ConsistentRead: true });
  return toAnswer((await client.send(get, options)).Item);
};
