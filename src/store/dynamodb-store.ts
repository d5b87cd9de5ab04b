import {
  type AttributeValue,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { Fault } from "../fault.ts";
import type { Change, Happening, Investigation, Lease, Past, Press, Store } from "../investigation.ts";
import type { Kept, Shown } from "../report.ts";
import { DAY, type Micros, micros, plus, SECOND } from "../time.ts";
import { MEMORY, Memory, memoryId } from "./memory.ts";
import { packReport, unpackReport } from "./report-parts.ts";
import { changedAttributes, type Item, investigationOf, leaseOf, nextDue, pkOf } from "./row.ts";
import { DUE_INDEX, QUEUE } from "./table-definition.ts";
import { takenIn, type Update } from "./taken-in.ts";
import { updateRow } from "./update-row.ts";

/** Whoever says nothing for this long has lost the row. */
const LEASE = micros(15 * SECOND);
const MOST_DUE = 50;
/** Of a storm larger than this the rest is told apart. */
const MOST_UPCOMING = 200;
const KEEP_TRACES = micros(7 * DAY);

/*
 * The conditions on which the store rests, each one a single write:
 *
 *   claim    the event is not among those seen         a second delivery changes nothing
 *   forward  … and the row is there                 nothing comes to life again
 *   take     due has come, and no lease runs           one worker at a time
 *   save     the fence is the one that was taken       a worker that lost its lease, or gave it back, changes nothing
 *   release  … and the inbox is empty                  nothing that came in meanwhile is forgotten
 */
const THERE = "attribute_exists(incident)";
const FREE_AND_DUE = "dueAt <= :now AND (attribute_not_exists(leaseUntil) OR leaseUntil <= :now)";
const STILL_MINE = "fence = :fence";
const NOTHING_NEW = "(attribute_not_exists(inbox) OR size(inbox) = :zero)";

/** The store on one DynamoDB table. Single-item conditional writes only: no transactions, which a local one lacks. */
export class DynamoDbStore implements Store {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #memory: Memory;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
    this.#memory = new Memory(client, table);
  }

  async claim(happening: Happening, now: Micros): Promise<"new" | "known"> {
    const { incident } = happening;
    const taken = takenIn(happening, now);
    const done = await this.#update(incident.id, {
      ...taken,
      set: [...taken.set, "incident = if_not_exists(incident, :incident)"],
      values: { ...taken.values, ":incident": { S: JSON.stringify(incident) } },
    });
    return done === null ? "known" : "new";
  }

  async forward(to: string, happening: Happening, now: Micros): Promise<"new" | "known" | "gone"> {
    const taken = takenIn(happening, now);
    const done = await this.#update(to, { ...taken, condition: `${THERE} AND (${taken.condition})` });
    if (done !== null) return "new";
    return (await this.read(to)) === null ? "gone" : "known";
  }

  async upcoming(until: Micros): Promise<string[]> {
    const items = await this.#inQueue(until, MOST_UPCOMING);
    return items.flatMap(idIn);
  }

  async due(now: Micros): Promise<string[]> {
    const items = await this.#inQueue(now, MOST_DUE);
    return items.filter(({ leaseUntil }) => Number(leaseUntil?.N ?? 0) <= now).flatMap(idIn);
  }

  async take(id: string, owner: string, now: Micros): Promise<Lease | null> {
    const item = await this.#update(id, {
      condition: FREE_AND_DUE,
      set: ["leaseOwner = :owner", "leaseUntil = :until"],
      add: "fence :one",
      values: { ":now": number(now), ":owner": { S: owner }, ":until": number(plus(now, LEASE)), ":one": { N: "1" } },
    });
    if (item === null) return null;
    // What was kept without an incident is due for one thing only: to be swept away.
    if (item["incident"] === undefined) {
      await this.remove(id);
      return null;
    }
    return leaseOf(id, item, owner);
  }

  async save(lease: Lease, now: Micros, change: Change): Promise<Lease> {
    const { row } = lease;
    const stored = change.report === undefined ? {} : { revision: await this.#addReport(row, change.report) };
    const fields = changedAttributes({ ...change, ...stored });
    // From the last to the first: DynamoDB does not mind, and dynalite moves the others up with each one that it removes.
    const read = Array.from({ length: change.read ?? 0 }, (_, place) => `inbox[${place}]`).reverse();
    const names = Object.fromEntries(fields.map(([name]) => [`#${name}`, name]));
    const values = Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value]));
    const item = await this.#update(row.id, {
      condition: STILL_MINE,
      set: ["leaseUntil = :until", ...fields.map(([name]) => `#${name} = :${name}`)],
      remove: read,
      names,
      values: { ...values, ":fence": { N: String(lease.fence) }, ":until": number(plus(now, LEASE)) },
    });
    if (item === null) throw lostLease(row);
    return leaseOf(row.id, item, lease.owner);
  }

  async release(lease: Lease): Promise<boolean> {
    const { row } = lease;
    const next = nextDue(row.due);
    const item = await this.#update(row.id, {
      condition: `${STILL_MINE} AND ${NOTHING_NEW}`,
      set: ["leaseUntil = :zero", ...(next === null ? [] : ["dueAt = :next"])],
      remove: next === null ? ["dueQueue", "dueAt"] : [],
      // The next fence: a sign of life that is still on its way must not take the lease back.
      add: "fence :one",
      values: {
        ":fence": { N: String(lease.fence) },
        ":zero": { N: "0" },
        ":one": { N: "1" },
        ...(next === null ? {} : { ":next": number(next) }),
      },
    });
    return item !== null;
  }

  async read(id: string): Promise<Investigation | null> {
    const item = await this.#get(id, "row");
    return item === null || item["incident"] === undefined ? null : investigationOf(id, item);
  }

  async report(id: string, revision: number): Promise<Shown<Kept> | null> {
    const parts: Uint8Array[] = [];
    for (let part = 0; ; part++) {
      const item = await this.#get(id, reportKey(revision, part));
      const bytes = item?.["bytes"]?.B;
      if (item === null || bytes === undefined) return null;
      parts.push(bytes);
      if (item["last"]?.BOOL === true) return unpackReport(parts);
    }
  }

  async *all(): AsyncGenerator<Investigation> {
    let from: Item | undefined;
    do {
      const page = await this.#client.send(
        new ScanCommand({
          TableName: this.#table,
          FilterExpression: "sk = :row AND attribute_exists(incident)",
          ExpressionAttributeValues: { ":row": { S: "row" } },
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      for (const item of page.Items ?? []) for (const id of idIn(item)) yield investigationOf(id, item);
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }

  async keep(id: string, kept: Shown<Kept>, now: Micros): Promise<void> {
    await this.#putReport(id, 1, kept);
    await this.#sweepAt(id, plus(now, KEEP_TRACES));
  }

  /** What has no incident: all that time has to do with it is to sweep it away. */
  async #sweepAt(id: string, at: Micros): Promise<void> {
    await this.#update(id, {
      condition: "attribute_not_exists(incident)",
      set: ["dueQueue = :queue", "dueAt = :at"],
      values: { ":queue": { S: QUEUE }, ":at": number(at) },
    });
  }

  async remember(fingerprint: string, past: Past, now: Micros): Promise<void> {
    await this.#memory.remember(fingerprint, past);
    await this.#sweepAt(memoryId(fingerprint), plus(now, MEMORY));
  }

  async recall(fingerprint: string, now: Micros): Promise<Past[]> {
    return await this.#memory.recall(fingerprint, now);
  }

  async press(press: Press): Promise<"first" | "again"> {
    const Item: Item = {
      pk: { S: pkOf(press.investigation) },
      sk: { S: `press#${press.id}` },
      at: number(press.at),
      who: { S: press.who },
      what: { S: press.what },
    };
    return (await this.#putNew(Item)) ? "first" : "again";
  }

  async remove(id: string): Promise<void> {
    // Read anew after each batch: DynamoDB may leave a part of a batch undone, and says so only in its answer.
    for (;;) {
      const { Items = [] } = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": { S: pkOf(id) } },
          ProjectionExpression: "pk, sk",
          ConsistentRead: true,
          Limit: 25,
        }),
      );
      if (Items.length === 0) return;
      const keys = Items.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } as Item } }));
      await this.#client.send(new BatchWriteItemCommand({ RequestItems: { [this.#table]: keys } }));
    }
  }

  /** What has something to do by a moment, the longest overdue first. */
  async #inQueue(until: Micros, most: number): Promise<Item[]> {
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: DUE_INDEX,
        KeyConditionExpression: "dueQueue = :queue AND dueAt <= :until",
        ExpressionAttributeValues: { ":queue": { S: QUEUE }, ":until": number(until) },
        Limit: most,
      }),
    );
    return Items;
  }

  #update(id: string, update: Update): Promise<Item | null> {
    return updateRow(this.#client, this.#table, id, update);
  }

  async #get(id: string, sk: string): Promise<Item | null> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: { pk: { S: pkOf(id) }, sk: { S: sk } }, ConsistentRead: true }),
    );
    return Item ?? null;
  }

  /** Stores a report under the next number that is free: whoever lost the lease may have taken one without a right to it. */
  async #addReport({ id, revision }: Investigation, report: Shown<Kept>): Promise<number> {
    for (let next = revision + 1; ; next++) if (await this.#putReport(id, next, report)) return next;
  }

  /** False where that revision is there already: what is stored is never overwritten. */
  async #putReport(id: string, revision: number, report: Shown<Kept>): Promise<boolean> {
    const parts = await packReport(report);
    for (const [part, bytes] of parts.entries()) {
      const Item: Item = {
        pk: { S: pkOf(id) },
        sk: { S: reportKey(revision, part) },
        bytes: { B: bytes },
        last: { BOOL: part === parts.length - 1 },
      };
      if (!(await this.#putNew(Item)) && part === 0) return false;
    }
    return true;
  }

  async #putNew(Item: Item): Promise<boolean> {
    try {
      await this.#client.send(
        new PutItemCommand({ TableName: this.#table, Item, ConditionExpression: "attribute_not_exists(pk)" }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

function idIn({ pk }: Item): string[] {
  return pk?.S === undefined ? [] : [pk.S.replace(/^investigation#/, "")];
}

function number(value: number): AttributeValue {
  return { N: String(value) };
}

function reportKey(revision: number, part: number): string {
  return `report#${String(revision).padStart(6, "0")}#${part}`;
}

function lostLease(row: Investigation): Fault {
  return new Fault("conflict", `somebody else works on investigation ${row.id} by now`);
}
