import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { gzipSync } from "node:zlib";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { startCloudWatchLogs } from "../../sandbox/cloudwatch/cloudwatch-logs.ts";
import { startJaeger } from "../../sandbox/jaeger/jaeger.ts";
import { startTempo } from "../../sandbox/tempo/tempo.ts";
import type { HttpFaults } from "../../sandbox/traces/faults.ts";
import type { RecordedSpan } from "../../sandbox/traces/span.ts";
import { startZipkin } from "../../sandbox/zipkin/zipkin.ts";
import type { Backend, BackendName } from "../../src/backends.ts";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { cloudwatchLogs } from "../../src/sources/cloudwatch-logs.ts";
import { openFiles } from "../../src/sources/files.ts";
import { jaeger } from "../../src/sources/jaeger.ts";
import type { Source } from "../../src/sources/source.ts";
import { tempo } from "../../src/sources/tempo.ts";
import { xray } from "../../src/sources/xray.ts";
import { zipkin } from "../../src/sources/zipkin.ts";
import { ASKED_AT, type Held, type SourceAtHand, sourceContract, type Trouble } from "../contracts/source.ts";
import { openXRay, segment } from "../sandbox/xray/open-xray.ts";
import { invocationIdOf, recordedRequest, traceIdOf } from "./recorded-request.ts";

const CLOCK = { now: () => ASKED_AT };
const LATE_MS = 60_000;

interface Server {
  readonly url: string;
  readonly faults: HttpFaults;
  load(spans: readonly RecordedSpan[]): void;
  stop(): Promise<void>;
}

function overHttp(name: BackendName, start: () => Promise<Server>, sourceOf: (backend: Backend) => Source) {
  return async (t: TestContext, held: readonly Held[]): Promise<SourceAtHand> => {
    const server = await start();
    t.after(() => server.stop());
    server.load(held.flatMap(recordedRequest));
    return {
      source: sourceOf({ name, url: server.url, headers: {} }),
      idOf: traceIdOf,
      trouble: (what) => breakHttp(server.faults, what),
      throttle: (seconds) => {
        server.faults.throttle(seconds);
        return () => server.faults.tooEarly;
      },
    };
  };
}

function breakHttp(faults: HttpFaults, what: Trouble): void {
  const breaks: Readonly<Record<Trouble, () => void>> = {
    slow: () => faults.delayAnswers(LATE_MS),
    refused: () => faults.fail("denied"),
    throttled: () => faults.throttle(null),
    page: () => faults.fail("html-500"),
    "cut-off": () => faults.fail("truncated-json"),
    endless: () => faults.fail("endless"),
    "mixed-up": () => faults.mixUp(),
  };
  breaks[what]();
}

const TRACES = { pages: 230, tooMany: 101, leftOut: {} };

for (const version of ["2.21", "2.11", "1.30"] as const) {
  const open = overHttp("jaeger", () => startJaeger(CLOCK, version), jaeger);
  sourceContract(`Jaeger ${version}`, { open, ...TRACES });
}
sourceContract("Tempo", { open: overHttp("tempo", () => startTempo(CLOCK), tempo), ...TRACES });
sourceContract("Tempo of before 2024", {
  open: overHttp("tempo", () => startTempo(CLOCK, { old: true }), tempo),
  ...TRACES,
});
sourceContract("Zipkin", { open: overHttp("zipkin", () => startZipkin(CLOCK), zipkin), ...TRACES });

const XRAY_FAULTS = { page: "html-500", "cut-off": "truncated-json", endless: "endless-body" } as const;

sourceContract("X-Ray", {
  async open(t, held) {
    const { xray: server, client, hold } = await openXRay(t, { tracesPerPage: 10 });
    hold(
      ...held.map(({ n, atMs, failed }) => {
        const seconds = { start_time: atMs / 1000, end_time: atMs / 1000 + 0.4 };
        return segment(traceIdOf(n), { ...seconds, ...(failed ? { fault: true } : {}) });
      }),
    );
    return {
      source: xray(client),
      idOf: traceIdOf,
      trouble: (what) => {
        for (const operation of ["BatchGetTraces", "GetTraceSummaries"] as const) {
          if (what === "slow") server.faults.delayAnswers(LATE_MS);
          else if (what === "refused") server.faults.deny(operation);
          else if (what !== "mixed-up" && what !== "throttled")
            server.faults.failNext(operation, XRAY_FAULTS[what], 20);
        }
      },
      throttle: () => () => 0,
    };
  },
  pages: 100,
  tooMany: 201,
  leftOut: {
    "empty pages": "its pages are so many traces each, not so much time: empty ones are in xray.test.ts",
    throttled: "it waits 7.5 s in all before it gives up: what is refused until the time is up is in xray.test.ts",
    "told when to come back": "X-Ray does not say when: that it is asked again is in xray.test.ts",
    "mixed-up": "a trace is told as what it says it is, whichever was asked for: xray.test.ts",
  },
});

const GROUP = "/aws/lambda/checkout";

function lineOf({ n, failed }: Held): string {
  return failed ? `ERROR request ${invocationIdOf(n)} failed` : `request ${invocationIdOf(n)} is done`;
}

const ANSWERS = { page: "html-500", "cut-off": "truncated-json", endless: "endless", throttled: "throttled" } as const;

sourceContract("CloudWatch Logs", {
  async open(t, held) {
    const logs = await startCloudWatchLogs(CLOCK, {
      account: "123456789012",
      region: "eu-west-1",
      queryMs: 0,
      quotas: { requestsPerSecond: {} },
    });
    const client = new CloudWatchLogsClient({
      endpoint: logs.url,
      region: "eu-west-1",
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
    });
    t.after(async () => {
      client.destroy();
      await logs.stop();
    });
    const lines = held.map((one) => ({ timestamp: one.atMs, ingestionTime: one.atMs, message: lineOf(one) }));
    logs.load(GROUP, "s", lines);
    return {
      source: cloudwatchLogs(client, EMPTY_CATALOG),
      idOf: invocationIdOf,
      trouble: (what) => {
        if (what === "slow") logs.faults.delayAnswers(LATE_MS);
        else if (what === "refused") logs.faults.denyGroup(GROUP);
        else if (what !== "mixed-up") logs.faults.failNext("StartQuery", ANSWERS[what], 20);
      },
      throttle: () => {
        logs.faults.failNext("StartQuery", "throttled");
        // It never says when to come back: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html
        return () => 0;
      },
    };
  },
  pages: 10_001,
  tooMany: 0,
  leftOut: {
    "mixed-up": "a query's rows are those that it found, and no query is for one id alone",
    "too much": "it takes 100,000 lines in one slice: cloudwatch-logs.test.ts has them",
  },
});

sourceContract("files", {
  async open(t, held) {
    const folder = await mkdtemp(join(tmpdir(), "source-"));
    t.after(() => rm(folder, { recursive: true }));
    const path = join(folder, "logs.jsonl.gz");
    const records = held.map((one) =>
      JSON.stringify({
        logGroup: GROUP,
        logStream: "s",
        logEvents: [{ id: `${one.n}`, timestamp: one.atMs, message: lineOf(one) }],
      }),
    );
    const whole = gzipSync(records.join("\n"));
    await writeFile(path, whole);
    return {
      source: await openFiles({ logs: [path], traces: [], logGroup: null }),
      idOf: invocationIdOf,
      // Half of what is packed, which is where a copy that was broken off ends.
      trouble: () => writeFile(path, whole.subarray(0, whole.length / 2)),
      throttle: () => () => 0,
    };
  },
  pages: 2000,
  tooMany: 0,
  leftOut: {
    slow: "nobody is asked: what there was no time left for is in files.test.ts",
    refused: "a file that may not be read is refused before anything is asked: files.test.ts",
    throttled: "a disk refuses nobody for the rate",
    "told when to come back": "a disk refuses nobody for the rate",
    page: "what is no evidence is refused before anything is asked: files.test.ts",
    endless: "a file ends",
    "mixed-up": "every question is answered with all there is",
    "too much": "every line is read",
    cost: "a file costs nothing",
  },
});
