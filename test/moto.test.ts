import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EMPTY_CATALOG } from "../src/catalog.ts";
import { EvidenceInMemory } from "../src/evidence/evidence.ts";
import type { Gap } from "../src/record.ts";
import { cloudwatchLogs } from "../src/sources/cloudwatch-logs.ts";
import { DynamoDbStore } from "../src/store/dynamodb-store.ts";
import { ensureTable } from "../src/store/table-definition.ts";
import { fromMillis } from "../src/time.ts";
import { storeContract } from "./contracts/store.ts";
import { type Moto, startMoto } from "./moto.ts";

/*
 * The clients against an AWS that others wrote. Logs Insights is not asked here: it answers queries with what no service would.
 */

const moto = await startMoto();
if (typeof moto === "string") test("the clients against moto_server", { skip: moto }, () => undefined);
else against(moto);

function against({ url, stop }: Moto): void {
  const settings = { endpoint: url, region: "eu-west-1", credentials: { accessKeyId: "any", secretAccessKey: "any" } };
  // It checks a condition and writes in two steps, and in threads: one request at a time, or two get what one may have.
  const dynamodb = new DynamoDBClient({ ...settings, requestHandler: { httpAgent: { maxSockets: 1 } } });
  const logs = new CloudWatchLogsClient(settings);
  after(async () => {
    dynamodb.destroy();
    logs.destroy();
    await stop();
  });

  let made: Promise<void> | null = null;
  storeContract("moto's DynamoDB", async () => {
    made ??= ensureTable(dynamodb, "wake-or-wait");
    await made;
    return new DynamoDbStore(dynamodb, "wake-or-wait");
  });

  describe("moto's CloudWatch Logs", () => {
    const logGroupName = "/aws/lambda/checkout";
    const NOW = Date.now();
    const window = { from: fromMillis(NOW - 60_000), to: fromMillis(NOW + 1000) };
    const source = cloudwatchLogs(logs, { ...EMPTY_CATALOG, logs: { groups: [], prefixes: ["/aws/lambda/"] } });

    test("hands out every line of a stream, page by page, and none of another one", async () => {
      await logs.send(new CreateLogGroupCommand({ logGroupName }));
      for (const logStreamName of ["one", "two"]) {
        await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
        const logEvents = [1, 2, 3].map((n) => ({ timestamp: NOW - 10_000 + n, message: `${logStreamName} ${n}` }));
        await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
      }
      const streams = [{ ...window, group: logGroupName, stream: "one" }];
      assert.deepEqual(await saidOf({ window, streams }), { said: ["one 1", "one 2", "one 3"], gaps: [] });
    });

    test("has nothing to say of a group that is not there", async () => {
      const streams = [{ ...window, group: "/aws/lambda/nobodys", stream: "one" }];
      assert.deepEqual(await saidOf({ window, streams }), { said: [], gaps: [] });
    });

    async function saidOf(question: Parameters<typeof source.ask>[0]): Promise<{ said: string[]; gaps: Gap[] }> {
      const evidence = new EvidenceInMemory();
      const gaps: Gap[] = [];
      for await (const told of source.ask(question, AbortSignal.timeout(20_000))) {
        if ("chunk" in told) gaps.push(...evidence.add(told.chunk));
        else if ("gap" in told) gaps.push(told.gap);
      }
      return { said: [...evidence.records].map(({ text }) => text).sort(), gaps };
    }
  });
}
