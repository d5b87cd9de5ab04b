import type { JsonObject } from "../../sandbox/world/json.ts";
import type { Random } from "../../sandbox/world/random.ts";
import type { Table } from "./application.ts";
import type { ItemChange } from "./events.ts";

/** What a call leaves of one item. */
interface Written {
  readonly id: string;
  readonly image: JsonObject | null;
}

interface WriteCall {
  readonly name: string;
  readonly input: JsonObject;
  readonly output: JsonObject;
  readonly writes: readonly Written[];
}

/** The items of a table with two keys, and the changes that its stream hands on. */
export class TableState {
  readonly #random: Random;
  readonly #table: Table;
  readonly #items = new Map<string, JsonObject>();

  constructor(random: Random, table: Table) {
    this.#random = random;
    this.#table = table;
  }

  /** A call as a program makes it, and what it does to the items. */
  call(): WriteCall {
    const TableName = this.#table.name;
    // Whose stream shows the keys alone is written by one at a time.
    const hot = this.#table.images && this.#random.chance(0.5);
    const id = hot ? `hot-${this.#random.int(1, 2)}` : this.#newId();
    const state = this.#random.hex(4);
    const key = { id, line: 1 };
    const item = { ...key, state };
    const image = imageOf(id, state);
    const ways: readonly (() => WriteCall)[] = [
      () => ({ name: "PutItem", input: { TableName, Item: item }, output: {}, writes: [{ id, image }] }),
      () => ({
        name: "UpdateItem",
        input: {
          TableName,
          Key: key,
          UpdateExpression: "SET #s = :s",
          ExpressionAttributeNames: { "#s": "state" },
          ExpressionAttributeValues: { ":s": state },
        },
        output: {},
        writes: [{ id, image: { ...this.#items.get(id), ...image } }],
      }),
      () => this.#counted(id),
      () => this.#batched(item),
      () => ({
        name: "TransactWriteItems",
        input: { TransactItems: [{ Put: { TableName, Item: item } }] },
        output: {},
        writes: [{ id, image }],
      }),
      () => ({
        name: "ExecuteStatement",
        input: {
          Statement: `UPDATE "${TableName}" SET state = ? WHERE id = ? AND line = 1`,
          Parameters: [{ S: state }, { S: id }],
        },
        output: {},
        writes: [{ id, image: { ...this.#items.get(id), ...image } }],
      }),
    ];
    return this.#random.pick(ways)();
  }

  /** What the stream tells of writes: a write that changes nothing is no change. */
  changed(writes: readonly Written[], at: number): ItemChange[] {
    return writes.flatMap(({ id, image }): ItemChange[] => {
      const before = this.#items.get(id);
      if (image === null) this.#items.delete(id);
      else this.#items.set(id, image);
      if (JSON.stringify(before) === JSON.stringify(image ?? undefined)) return [];
      const change = { id: this.#random.hex(32), sequence: this.#random.text("0123456789", 24) };
      const name = image === null ? "REMOVE" : before === undefined ? "INSERT" : "MODIFY";
      const { id: key, line } = imageOf(id, "");
      const shown = this.#table.images ? image : null;
      return [
        { ...change, table: this.#table.name, name, at, keys: { id: key ?? "", line: line ?? "" }, image: shown },
      ];
    });
  }

  /** A counter: what it became stands in the answer alone. */
  #counted(id: string): WriteCall {
    const before = this.#items.get(id) ?? imageOf(id, "");
    const n = this.#random.int(1, 100_000);
    return {
      name: "UpdateItem",
      input: {
        TableName: this.#table.name,
        Key: { id, line: 1 },
        UpdateExpression: "ADD n :n",
        ExpressionAttributeValues: { ":n": 1 },
        ReturnValues: "UPDATED_NEW",
      },
      output: { Attributes: { n } },
      writes: [{ id, image: { ...before, n: { N: String(n) } } }],
    };
  }

  #batched(item: { readonly id: string; readonly line: number; readonly state: string }): WriteCall {
    const others = Array.from({ length: this.#random.int(0, 2) }, () => ({ ...item, id: this.#newId() }));
    const all = [item, ...others];
    return {
      name: "BatchWriteItem",
      input: { RequestItems: { [this.#table.name]: all.map((Item) => ({ PutRequest: { Item } })) } },
      output: { UnprocessedItems: {} },
      writes: all.map(({ id, state }) => ({ id, image: imageOf(id, state) })),
    };
  }

  #newId(): string {
    return `o-${this.#random.int(1, 1_000_000)}`;
  }
}

/** As DynamoDB writes it, with the type of each value. */
function imageOf(id: string, state: string) {
  return { id: { S: id }, line: { N: "1" }, ...(state === "" ? {} : { state: { S: state } }) };
}
