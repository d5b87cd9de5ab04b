import type { TestContext } from "node:test";
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { SandboxClock } from "../../../sandbox/clock.ts";
import {
  type CloudWatchLogs,
  type CloudWatchLogsOptions,
  startCloudWatchLogs,
} from "../../../sandbox/cloudwatch/cloudwatch-logs.ts";

export const ACCOUNT = "123456789012";
export const REGION = "eu-west-1";
/** The moment at which the clock of every test stands still at first. */
export const NIGHT = Date.UTC(2026, 10, 22, 19, 35, 21, 646);

export interface OpenLogs {
  readonly logs: CloudWatchLogs;
  readonly client: CloudWatchLogsClient;
  readonly clock: SandboxClock;
  /** Runs a query over the hour before NIGHT and the one after it, to its end. */
  query(group: string | readonly string[], queryString: string): Promise<GetQueryResultsCommandOutput>;
}

/** A server that throttles nothing, with its unmodified client, which does not retry; both end with the test. */
export async function openLogs(t: TestContext, options: Partial<CloudWatchLogsOptions> = {}): Promise<OpenLogs> {
  const clock = standingClock();
  const quotas = { requestsPerSecond: {}, ...options.quotas };
  const logs = await startCloudWatchLogs(clock, { account: ACCOUNT, region: REGION, queryMs: 0, ...options, quotas });
  const client = new CloudWatchLogsClient({
    endpoint: logs.url,
    region: REGION,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
  });
  t.after(async () => {
    client.destroy();
    await logs.stop();
  });
  return {
    logs,
    client,
    clock,
    async query(group, queryString) {
      const { queryId } = await client.send(
        new StartQueryCommand({
          logGroupNames: [group].flat(),
          startTime: Math.floor(NIGHT / 1000) - 3600,
          endTime: Math.floor(NIGHT / 1000) + 3600,
          queryString,
        }),
      );
      return client.send(new GetQueryResultsCommand({ queryId }));
    },
  };
}

function standingClock(): SandboxClock {
  let nowMs = NIGHT;
  return {
    now: () => nowMs,
    advanceTo(epochMs) {
      nowMs = Math.max(nowMs, epochMs);
    },
  };
}
