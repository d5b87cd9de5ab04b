import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, type TestContext, test } from "node:test";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Fault } from "../../src/fault.ts";
import { DynamoDbStore } from "../../src/store/dynamodb-store.ts";
import { type LocalDynamoDb, startLocalDynamoDb } from "../../src/store/local-dynamodb.ts";
import { ensureTable } from "../../src/store/table-definition.ts";
import { micros } from "../../src/time.ts";
import { A_REPORT } from "../contracts/a-report.ts";
import { storeContract } from "../contracts/store.ts";
import { happening, NOW, newId, taken } from "../contracts/store-rows.ts";

const TABLE = "wake-or-wait";
const local = await startLocalDynamoDb(null);
const client = clientOf(local);
await ensureTable(client, TABLE);
after(async () => {
  client.destroy();
  await local.stop();
});

storeContract("DynamoDB", async () => new DynamoDbStore(client, TABLE));

describe("the table", () => {
  test("is made once, however many processes want to make it at the same time", async () => {
    const table = newId();
    await Promise.all([ensureTable(client, table), ensureTable(client, table), ensureTable(client, table)]);
    await ensureTable(client, table);
    const store = new DynamoDbStore(client, table);
    assert.equal(await store.claim(happening(newId()), NOW), "new");
  });
});

describe("the database of a process", () => {
  test("is as it was when the process comes back", async (t) => {
    const folder = await newFolder(t);
    const id = newId();
    const claimed = happening(id);
    await using(folder, async (store) => {
      await store.claim(claimed, NOW);
      await store.save(await taken(store, id), NOW, {
        report: A_REPORT,
        posted: { channel: "C", root: "1", stack: null },
      });
    });
    await using(folder, async (store) => {
      const row = await store.read(id);
      assert.equal(row?.revision, 1);
      assert.deepEqual(row?.posted, { channel: "C", root: "1", stack: null });
      assert.deepEqual(await store.report(id, 1), A_REPORT);
      assert.equal(await store.claim(claimed, NOW), "known");
    });
  });

  test("is not shared: a second process is told whose it is", async (t) => {
    const folder = await newFolder(t);
    await writeFile(join(folder, "process.lock"), String(process.ppid));
    await assert.rejects(startLocalDynamoDb(folder), (error) => {
      assert.ok(error instanceof Fault && error.code === "configuration");
      assert.match(error.message, new RegExp(`belongs to process ${process.ppid}`));
      return true;
    });
    assert.equal(await readFile(join(folder, "process.lock"), "utf8"), String(process.ppid));
  });

  for (const lock of ["999999999", "", "no number"]) {
    test(`is taken over from a process that is gone (its lock says “${lock}”)`, async (t) => {
      const folder = await newFolder(t);
      await writeFile(join(folder, "process.lock"), lock);
      await using(folder, async (store) => {
        assert.equal(await store.claim(happening(newId()), NOW), "new");
        assert.equal(await readFile(join(folder, "process.lock"), "utf8"), String(process.pid));
      });
      await assert.rejects(readFile(join(folder, "process.lock")), { code: "ENOENT" }, "it is free again");
    });
  }
});

describe("removing", () => {
  test("goes on until nothing is left, where DynamoDB does only a part of a batch", async () => {
    const hesitant = clientOf(local);
    let left = 0;
    hesitant.middlewareStack.add(
      (next) => async (args) => {
        const { input } = args;
        const requests = "RequestItems" in input ? input.RequestItems?.[TABLE] : undefined;
        if (Array.isArray(requests)) {
          const [first, ...others] = requests;
          left += others.length;
          if (first !== undefined) return next({ ...args, input: { RequestItems: { [TABLE]: [first] } } });
        }
        return next(args);
      },
      { step: "initialize" },
    );
    const store = new DynamoDbStore(hesitant, TABLE);
    const id = newId();
    await store.claim(happening(id), NOW);
    await store.save(await taken(store, id), NOW, { report: A_REPORT });
    await store.remove(id);
    assert.ok(left > 0, "a part was left undone");
    assert.equal(await store.read(id), null);
    assert.equal(await store.report(id, 1), null);
    hesitant.destroy();
  });
});

describe("a row that is broken", () => {
  test("is a fault, and nothing is guessed", async () => {
    const store = new DynamoDbStore(client, TABLE);
    const id = newId();
    await store.claim(happening(id, { at: micros(Number.NaN) }), NOW);
    await assert.rejects(store.read(id), (error) => error instanceof Fault && error.code === "unreadable");
  });
});

async function using(folder: string, act: (store: DynamoDbStore) => Promise<void>): Promise<void> {
  const database = await startLocalDynamoDb(folder);
  const own = clientOf(database);
  try {
    await ensureTable(own, TABLE);
    await act(new DynamoDbStore(own, TABLE));
  } finally {
    own.destroy();
    await database.stop();
  }
}

async function newFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "wake-or-wait-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function clientOf({ url }: LocalDynamoDb): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: url,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
}
