import { DeleteItemCommand, type DynamoDBClient, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { z } from "zod";
import type { Past } from "../investigation.ts";
import { DAY, type Micros, micros } from "../time.ts";
import { type Item, pkOf } from "./row.ts";

/** How long what failed is remembered after it failed last, and how many times of it. */
export const MEMORY: Micros = micros(180 * DAY);
const MOST_PAST = 10;

const Stored = z.object({
  investigation: z.string(),
  at: z.number().transform((value) => value as Micros),
  title: z.string(),
  decision: z.enum(["wake", "wait", "unclear"]),
  channel: z.string(),
  root: z.string(),
});

/** The id under which all that failed alike is kept: it has no incident, and is swept when its time is over. */
export function memoryId(fingerprint: string): string {
  return `same ${fingerprint}`;
}

/** What was decided of incidents, by how they failed. An item each, so that two that are judged at once do not lose one another. */
export class Memory {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async remember(fingerprint: string, past: Past): Promise<void> {
    const pk = { S: pkOf(memoryId(fingerprint)) };
    const Item: Item = { pk, sk: { S: keyOf(past.investigation) }, past: { S: JSON.stringify(past) } };
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item }));
    const surplus = (await this.#pasts(pk.S)).slice(MOST_PAST);
    for (const { investigation } of surplus) {
      const Key: Item = { pk, sk: { S: keyOf(investigation) } };
      await this.#client.send(new DeleteItemCommand({ TableName: this.#table, Key }));
    }
  }

  async recall(fingerprint: string, now: Micros): Promise<Past[]> {
    const all = await this.#pasts(pkOf(memoryId(fingerprint)));
    return all.filter(({ at }) => at >= now - MEMORY).slice(0, MOST_PAST);
  }

  /** The newest first; what does not hold what it should is passed over. */
  async #pasts(pk: string): Promise<Past[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :past)",
        ExpressionAttributeValues: { ":pk": { S: pk }, ":past": { S: keyOf("") } },
        ConsistentRead: true,
      }),
    );
    const read = Items.flatMap(({ past }) => Stored.safeParse(JSON.parse(past?.S ?? "null")).data ?? []);
    return read.sort((a, b) => b.at - a.at || (a.investigation < b.investigation ? -1 : 1));
  }
}

function keyOf(investigation: string): string {
  return `past#${investigation}`;
}
