import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

/** All items of an endpoint as they stand in the table, in the order of their keys. Throws when the table does not answer. */
export const readPartition = async (
  client: DynamoDBClient,
  { table, endpoint }: { readonly table: string; readonly endpoint: string },
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let next: Item | undefined;
  do {
    const reply = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :endpoint',
        ExpressionAttributeValues: { ':endpoint': { S: endpoint } },
        ConsistentRead: true,
        ...(next && { ExclusiveStartKey: next }),
      }),
    );
    items.push(...(reply.Items ?? []));
    next = reply.LastEvaluatedKey;
  } while (next !== undefined);
  return items;
};
