import { dynamodbRequestId, s3ExtendedRequestId, s3RequestId } from "../../world/aws-ids.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import { attemptsOf, type Retries, retries } from "../../world/aws-sdk/retries.ts";
import type { Json, JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import type { Random } from "../../world/random.ts";
import { done } from "../endings.ts";
import { MOST_ATTEMPTS } from "./functions.ts";

export interface ExportRoom {
  readonly random: Random;
  /** When the export is done, epoch ms. */
  readonly doneAt: number;
  /** Called for each try that DynamoDB refused, with its moment (epoch ms). */
  readonly refused: (at: number) => void;
}

const PAGE_ITEMS = 4000;
const PAGES_A_PART = 8;
/** No page takes longer than this, and writing what is left takes less than that. */
const LONGEST_PAGE_MS = 9000;
const FINISHING_MS = 4000;

/** The handler of the rule `nightly-export`: it scans the table `ledger` to its end and writes what it finds to a bucket. */
export function ordersExport(invocation: Invocation, event: JsonObject, room: ExportRoom): Ending {
  const { random, doneAt } = room;
  invocation.says({ what: "event", event });
  invocation.works(random.between(20, 60));
  const folder = `ledger/${new Date(invocation.now).toISOString().slice(0, 10)}`;
  const exported = { items: 0, pages: 0, parts: 0 };
  const writePart = (): void => {
    exported.parts++;
    putObject(invocation, random, `${folder}/part-${String(exported.parts).padStart(4, "0")}.ndjson.gz`);
  };
  let from: JsonObject | null = null;
  while (invocation.now < doneAt - LONGEST_PAGE_MS - FINISHING_MS) {
    const to: JsonObject = keyAt(exported.items + PAGE_ITEMS);
    scan(invocation, { number: ++exported.pages, from, to, count: PAGE_ITEMS }, room);
    from = to;
    exported.items += PAGE_ITEMS;
    if (exported.pages % PAGES_A_PART === 0) writePart();
    invocation.works(random.between(1200, 3200));
  }
  const rest = random.int(20, PAGE_ITEMS - 1);
  scan(invocation, { number: ++exported.pages, from, to: null, count: rest }, room);
  exported.items += rest;
  writePart();
  invocation.works(doneAt - random.between(200, 400) - invocation.now);
  putObject(invocation, random, `${folder}/manifest.json`);
  invocation.works(doneAt - invocation.now);
  return done(invocation, { table: "ledger", ...exported });
}

/** A page of the table: where it begins and ends, null at the table's own ends. */
interface Page {
  readonly number: number;
  readonly from: Json;
  readonly to: Json;
  readonly count: number;
}

/** Logs the answer without its items, which are what the export is about and far too many. */
function scan(invocation: Invocation, { number, from, to, count }: Page, { random, refused }: ExportRoom): void {
  const input = { TableName: "ledger", Limit: PAGE_ITEMS, ...(from === null ? {} : { ExclusiveStartKey: from }) };
  const call = { name: "DynamoDB Scan", input };
  const tries = retriesOf(random);
  invocation.says({ what: "asked", call });
  const began = invocation.now;
  for (const [i, afterMs] of tries.refusedAfterMs.entries()) {
    invocation.works(began + afterMs - invocation.now);
    refused(invocation.now);
    const wait = `attempt ${i + 1} of ${MOST_ATTEMPTS}, next in ${tries.waitsMs[i]} ms`;
    const message = `page ${number}: throttled (ProvisionedThroughputExceededException), ${wait}`;
    // A single throttle is every night's business; from the second on the client's retry hook warns.
    if (i > 0) invocation.says({ what: "note", level: "WARN", message, fields: {} });
  }
  invocation.works(began + tries.durationMs - invocation.now);
  const shown = { Count: count, ScannedCount: count, ...(to === null ? {} : { LastEvaluatedKey: to }) };
  const output = answer(shown, { requestId: dynamodbRequestId(random), ...attemptsOf(tries) });
  invocation.says({ what: "answered", call, output, durationMs: tries.durationMs });
}

/** Each page is throttled one to five times, mostly once or twice, and gets through in time. */
function retriesOf(random: Random): Retries {
  for (;;) {
    const tries = retries(random, 90, random.pick([1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 5]), true);
    if (tries.durationMs < LONGEST_PAGE_MS) return tries;
  }
}

function putObject(invocation: Invocation, random: Random, key: string): void {
  const call = { name: "S3 PutObject", input: { Bucket: "billing-exports", Key: key, ServerSideEncryption: "AES256" } };
  const shown = { ETag: `"${random.hex(32)}"`, ServerSideEncryption: "AES256" };
  const ids = { requestId: s3RequestId(random), extendedRequestId: s3ExtendedRequestId(random) };
  invocation.calls(call, random.between(60, 190), answer(shown, ids));
}

function keyAt(place: number): JsonObject {
  const account = `acc_${String(20_000 + Math.floor(place / 370)).padStart(6, "0")}`;
  return { account: { S: account }, entry: { N: String(place) } };
}
