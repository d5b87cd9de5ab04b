import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { type Item, pkOf } from "./row.ts";
import type { Update } from "./taken-in.ts";

/** One conditional write to a row; the row as it is then, or null where the condition did not hold. */
export async function updateRow(
  client: DynamoDBClient,
  table: string,
  id: string,
  { condition, set, add, remove = [], names = {}, values }: Update,
): Promise<Item | null> {
  const clauses = [`SET ${set.join(", ")}`];
  if (remove.length > 0) clauses.push(`REMOVE ${remove.join(", ")}`);
  if (add !== undefined) clauses.push(`ADD ${add}`);
  try {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: pkOf(id) }, sk: { S: "row" } },
        UpdateExpression: clauses.join(" "),
        ConditionExpression: condition,
        ExpressionAttributeValues: values,
        ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes ?? {};
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}
