import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";

/** The index of what is due: only rows that have a time to come are in it. */
export const DUE_INDEX = "due";
/** The one partition of that index. */
export const QUEUE = "due";

/**
 * Makes the table where it is missing. Everything of an investigation lies under one partition key: its row, its reports, its
 * presses. The index holds the rows that are due, by time. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-general-nosql-design.html
 */
export async function ensureTable(client: DynamoDBClient, table: string): Promise<void> {
  try {
    await client.send(new DescribeTableCommand({ TableName: table }));
    return;
  } catch (error) {
    if (!(error instanceof Error && error.name === "ResourceNotFoundException")) throw error;
  }
  try {
    await client.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [
          { AttributeName: "pk", AttributeType: "S" },
          { AttributeName: "sk", AttributeType: "S" },
          { AttributeName: "dueQueue", AttributeType: "S" },
          { AttributeName: "dueAt", AttributeType: "N" },
        ],
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: DUE_INDEX,
            KeySchema: [
              { AttributeName: "dueQueue", KeyType: "HASH" },
              { AttributeName: "dueAt", KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["leaseUntil"] },
          },
        ],
      }),
    );
  } catch (error) {
    // Another copy of the process was faster.
    if (!(error instanceof Error && error.name === "ResourceInUseException")) throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 0.1, maxDelay: 2 }, { TableName: table });
}
