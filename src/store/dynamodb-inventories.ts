import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { z } from "zod";
import type { Inventories, Inventory } from "../inventory.ts";
import { SERVICES } from "../span.ts";
import type { Micros } from "../time.ts";

const pack = promisify(gzip);
const unpack = promisify(gunzip);
const KEY = { pk: { S: "inventory" }, sk: { S: "inventory" } };
/** DynamoDB holds 400 KB an item; this many pack into less. */
const MOST_USES = 10_000;

const Stored = z.object({
  at: z.number().transform((value) => value as Micros),
  uses: z.array(
    z.object({
      function: z.string(),
      how: z.enum(["calls", "takes from", "belongs with"]),
      place: z.object({ service: z.enum(SERVICES), resource: z.string() }),
      from: z.array(z.enum(["event source mapping", "environment variable", "service graph", "past report", "tag"])),
    }),
  ),
});

/** The inventory as an item of the table: the newest one alone. */
export class DynamoDbInventories implements Inventories {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async keep({ at, uses }: Inventory): Promise<void> {
    const bytes = await pack(JSON.stringify({ at, uses: uses.slice(0, MOST_USES) }));
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item: { ...KEY, bytes: { B: bytes } } }));
  }

  /** What an older or a newer process wrote otherwise is none. */
  async read(): Promise<Inventory | null> {
    const { Item } = await this.#client.send(new GetItemCommand({ TableName: this.#table, Key: KEY }));
    const bytes = Item?.["bytes"]?.B;
    if (bytes === undefined) return null;
    const parsed = Stored.safeParse(JSON.parse((await unpack(bytes)).toString()));
    return parsed.success ? parsed.data : null;
  }
}
